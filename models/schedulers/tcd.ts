import { distillationTimesteps } from './distillation-timesteps.ts'
import { valueAt, weightedSum } from './elementwise.ts'
import { createNoiseSchedule, noiseLevelOfAlpha } from './noise-schedule.ts'
import { predictClean, predictNoise } from './prediction.ts'
import type { Scheduler } from './scheduler.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'
import { variancePreservingSpace } from './variance-preserving.ts'

const { fround } = Math

/**
 * Trajectory consistency distillation: denoises to timestep s = (1 - eta) * next, then noises up to the next timestep. The
 * last step ends at timestep 0, whose alpha is not quite 1.
 * Source: Zheng et al., arXiv:2402.19159; diffusers, schedulers/scheduling_tcd.py.
 * @throws SchedulerError where the distillation grid has too few timesteps.
 */
export function createTcdScheduler(settings: ResolvedSchedulerSettings): Scheduler {
  const { eta, predictionType } = settings
  const schedule = createNoiseSchedule(settings)
  const timesteps = distillationTimesteps(settings)
  const alphaAt = (timestep: number): number => valueAt(schedule.alphasCumprod, timestep)

  return {
    settings,
    ...variancePreservingSpace(timesteps, schedule),
    step(modelOutput, index, sample, drawNoise) {
      const level = noiseLevelOfAlpha(alphaAt(valueAt(timesteps, index)))
      const next = timesteps[index + 1] ?? 0
      const alphaS = alphaAt(Math.floor(fround(fround(1 - eta) * next)))
      const levelS = noiseLevelOfAlpha(alphaS)
      const clean = predictClean({ sample, modelOutput }, level, predictionType)
      const epsilon = predictNoise({ sample, modelOutput }, level, predictionType)
      const denoised = weightedSum(clean, levelS.signal, epsilon, levelS.noise)
      if (eta === 0 || index === timesteps.length - 1) return denoised
      const renoising = noiseLevelOfAlpha(fround(alphaAt(next) / alphaS))
      return weightedSum(denoised, renoising.signal, drawNoise(), renoising.noise)
    },
  }
}
