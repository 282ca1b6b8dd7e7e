import type { ModelSettings } from '../../models/recipe/decide-settings.ts'

/** Publishers of step-distilled weights put the number of steps into the file's name: dreamer-hyper-4steps. */
const STEPS_IN_NAME = /(?:^|[^0-9])([1-9]|1[0-6])[-_ ]?steps?(?![a-z])/i
const GUIDED_IN_NAME = /cfg/i
/** Hyper-SD's CFG-preserved weights: the model card gives a range of 5 to 8. */
const CFG_PRESERVED_GUIDANCE = 5

/**
 * What a checkpoint's name tells of how it is sampled; a guess that the artist overrides. Null where it tells nothing.
 * Deterministic DDIM with trailing timesteps is what Hyper-SD and Lightning weights share.
 */
export function settingsInName(name: string): ModelSettings | null {
  const steps = STEPS_IN_NAME.exec(name)?.[1]
  if (steps === undefined) return null
  const guidance = GUIDED_IN_NAME.test(name) ? CFG_PRESERVED_GUIDANCE : 0
  return { scheduler: 'ddim', spacing: 'trailing', steps: Number(steps), eta: 0, guidance }
}
