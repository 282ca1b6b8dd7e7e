import type { Family } from '../../models/checkpoints/checkpoint.ts'
import { decideSettings } from '../generation/settings.ts'

/** What a model does best with, and its native size. */
export interface Recommendation {
  readonly width: number
  readonly height: number
  readonly recommendedSteps: number
  readonly recommendedGuidance: number
}

/** Publishers of step-distilled weights put the number of steps into the file's name: Hyper-SD15-4steps-lora. */
const STEPS_IN_NAME = /(?:^|[^0-9])([1-9]|1[0-6])[-_ ]?steps?(?![a-z])/i
const GUIDED_IN_NAME = /cfg/i
/** Hyper-SD's CFG-preserved LoRAs: the model card gives a range of 5 to 8. */
const CFG_PRESERVED_GUIDANCE = 5

/** What a file's family and name tell of how it is best used; a guess that the artist overrides. */
export function recommendSettings(name: string, family: Family | null): Recommendation {
  const { width, height, scheduler, guidance } = decideSettings(
    {},
    { family: family ?? 'sd15', preset: null, model: null },
  )
  const steps = STEPS_IN_NAME.exec(name)?.[1]
  if (steps === undefined) {
    return { width, height, recommendedSteps: scheduler.steps, recommendedGuidance: guidance }
  }
  const recommendedGuidance = GUIDED_IN_NAME.test(name) ? CFG_PRESERVED_GUIDANCE : 0
  return { width, height, recommendedSteps: Number(steps), recommendedGuidance }
}
