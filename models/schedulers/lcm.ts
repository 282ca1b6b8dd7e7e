import { distillationTimesteps } from './distillation-timesteps.ts'
import { valueAt, weightedSum } from './elementwise.ts'
import { createNoiseSchedule, noiseLevelOfAlpha } from './noise-schedule.ts'
import { predictClean } from './prediction.ts'
import type { Scheduler } from './scheduler.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'
import { variancePreservingSpace } from './variance-preserving.ts'

const { fround, sqrt } = Math

const TIMESTEP_SCALING = 10
const DATA_VARIANCE = 0.25

/** Weights of the sample and of the predicted clean sample, which make the model the identity at timestep 0. */
function boundaryWeights(timestep: number): { skip: number; out: number } {
  const scaled = timestep * TIMESTEP_SCALING
  const sum = fround(fround(scaled * scaled) + DATA_VARIANCE)
  return { skip: fround(DATA_VARIANCE / sum), out: fround(scaled / fround(sqrt(sum))) }
}

/**
 * Latent consistency model sampling: predicts the clean sample, then noises it to the next timestep.
 * Source: Luo et al., arXiv:2310.04378; diffusers, schedulers/scheduling_lcm.py.
 * @throws SchedulerError where the distillation grid has too few timesteps.
 */
export function createLcmScheduler(settings: ResolvedSchedulerSettings): Scheduler {
  const schedule = createNoiseSchedule(settings)
  const timesteps = distillationTimesteps(settings)
  const levelAt = (timestep: number) => noiseLevelOfAlpha(valueAt(schedule.alphasCumprod, timestep))

  return {
    settings,
    ...variancePreservingSpace(timesteps, schedule),
    step(modelOutput, index, sample, drawNoise) {
      const timestep = valueAt(timesteps, index)
      const clean = predictClean({ sample, modelOutput }, levelAt(timestep), settings.predictionType)
      const { skip, out } = boundaryWeights(timestep)
      const denoised = weightedSum(clean, out, sample, skip)
      const next = timesteps[index + 1]
      if (next === undefined) return denoised
      const level = levelAt(next)
      return weightedSum(denoised, level.signal, drawNoise(), level.noise)
    },
  }
}
