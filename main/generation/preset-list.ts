import { PresetError, PRESETS } from '../../models/recipe/presets.ts'
import { familiesOf, type Preset as BuiltInPreset } from '../../models/recipe/presets/preset.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Preset } from '../server/contract/presets.ts'

/** All presets: those that come with Onestroke, then the user's. */
export interface PresetList {
  list(): Preset[]
  /** @throws PresetError, listing the ids that exist. */
  find(id: string): Preset
}

function describe(preset: BuiltInPreset): Preset {
  const { source: _where, weights, timesteps, guidanceRange, ...same } = preset
  return {
    ...same,
    timesteps: timesteps === null ? null : [...timesteps],
    guidanceRange: guidanceRange === null ? null : [...guidanceRange],
    weights: { ...weights },
    families: familiesOf(preset),
    custom: false,
    loras: [],
    size: null,
  }
}

const BUILT_IN: readonly Preset[] = PRESETS.map(describe)

/** @param custom the user's own */
export function createPresetList(custom: () => readonly Preset[]): PresetList {
  const list = () => [...BUILT_IN, ...custom()]
  return {
    list,
    find(id) {
      const all = list()
      const preset = all.find((candidate) => candidate.id === id)
      if (preset !== undefined) return preset
      throw new PresetError(sentence('preset.unknown', { id, known: all.map((known) => known.id).join(', ') }))
    },
  }
}
