import type { Family } from '../../checkpoints/checkpoint.ts'
import type { Preset } from './preset.ts'

/** The step-distilled weights of a picture. */
export interface WeightsInUse {
  readonly family: Family | null
  /** Their ids, those that decide first: the chosen LoRAs', then the checkpoint's own. */
  readonly weights: readonly string[]
}

/** Where nobody says how many steps: what most step-distilled weights do well with. */
const USUAL_STEPS = 4

/** Of presets that differ in their steps, the nearest to what was asked for. */
function nearest<P extends Pick<Preset, 'steps'>>(presets: readonly P[], steps: number | null): P | null {
  const [first = null] = presets
  if (steps === null) return presets.find((preset) => preset.steps === USUAL_STEPS) ?? first
  return presets.reduce<P | null>(
    (best, preset) => (best === null || Math.abs(preset.steps - steps) < Math.abs(best.steps - steps) ? preset : best),
    null,
  )
}

/**
 * The preset that goes with weights, where the user named none. One that the user saved is used where it is asked for, and
 * not because of a LoRA.
 * @param steps asked for; null: none were
 */
export function presetOfWeights<P extends Pick<Preset, 'steps' | 'weights'> & { readonly custom: boolean }>(
  { family, weights }: WeightsInUse,
  presets: readonly P[],
  steps: number | null,
): P | null {
  if (family === null) return null
  for (const id of weights) {
    const fitting = presets.filter((preset) => !preset.custom && preset.weights[family] === id)
    const preset = nearest(fitting, steps)
    if (preset !== null) return preset
  }
  return null
}
