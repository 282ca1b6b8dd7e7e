import { createCustomPresets, type CustomPresets } from './generation/custom-presets.ts'
import { createPresetList, type PresetList } from './generation/preset-list.ts'
import type { ValueStore } from './library/library.ts'
import type { EventBus } from './server/event-bus.ts'

export interface ComposedPresets {
  readonly presets: PresetList
  readonly customPresets: CustomPresets
}

/** Wires presets: Onestroke's own and the user's. */
export function composePresets(values: ValueStore, events: EventBus): ComposedPresets {
  const customPresets = createCustomPresets(values, () => {
    events.emit({ type: 'presetsChanged', presets: presets.list() })
  })
  const presets = createPresetList(() => customPresets.list())
  return { presets, customPresets }
}
