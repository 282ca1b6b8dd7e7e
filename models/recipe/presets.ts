import { SentenceError } from '../sentences/sentence-error.ts'
import { HYPER_SD_PRESETS } from './presets/hyper-sd.ts'
import { OTHER_PRESETS } from './presets/other-distillations.ts'
import type { Preset } from './presets/preset.ts'

/** The presets that Onestroke brings, those of one group together and by rising steps. */
export const PRESETS: readonly Preset[] = [...HYPER_SD_PRESETS, ...OTHER_PRESETS]

/** A preset that does not exist or cannot be used. */
export class PresetError extends SentenceError {
  override readonly name = 'PresetError'
}
