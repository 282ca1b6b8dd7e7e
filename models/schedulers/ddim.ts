import { valueAt, weightedSum } from './elementwise.ts'
import { createNoiseSchedule, noiseLevelOfAlpha } from './noise-schedule.ts'
import { predictClean, predictNoise } from './prediction.ts'
import type { Scheduler } from './scheduler.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'
import { leadingTimesteps, linearTimesteps, roundHalfToEven, trailingTimesteps } from './timestep-spacing.ts'
import { variancePreservingSpace } from './variance-preserving.ts'

const { floor, fround, sqrt } = Math

function ddimTimesteps({ spacing, steps, stepsOffset, trainTimesteps }: ResolvedSchedulerSettings): number[] {
  if (spacing === 'trailing') return trailingTimesteps(trainTimesteps, steps)
  if (spacing === 'linspace') return linearTimesteps(trainTimesteps - 1, steps).map(roundHalfToEven)
  const stride = floor(trainTimesteps / steps)
  return leadingTimesteps(trainTimesteps, { steps, stride, offset: stepsOffset, lowest: 0 })
}

/** Deviation of the noise that a step with eta 1 adds: formula 16 of the paper. */
function fullDeviation(alpha: number, alphaNext: number): number {
  const noiseRatio = fround(fround(1 - alphaNext) / fround(1 - alpha))
  return fround(sqrt(fround(noiseRatio * fround(1 - fround(alpha / alphaNext)))))
}

/**
 * Denoising diffusion implicit models. A step goes down by trainTimesteps / steps, rounded down, even where the list of
 * timesteps does not; below timestep 0 it ends at timestep 0's alpha (set_alpha_to_one is false for Stable Diffusion).
 * Source: Song et al., arXiv:2010.02502, formulas 12 and 16; diffusers, schedulers/scheduling_ddim.py.
 * @throws SchedulerError for more steps than the spacing has room for.
 */
export function createDdimScheduler(settings: ResolvedSchedulerSettings): Scheduler {
  const { eta, predictionType, steps, trainTimesteps } = settings
  const schedule = createNoiseSchedule(settings)
  const timesteps = ddimTimesteps(settings)
  const stride = floor(trainTimesteps / steps)

  return {
    settings,
    ...variancePreservingSpace(timesteps, schedule),
    step(modelOutput, index, sample, drawNoise) {
      const timestep = valueAt(timesteps, index)
      const alpha = valueAt(schedule.alphasCumprod, timestep)
      const alphaNext = valueAt(schedule.alphasCumprod, Math.max(timestep - stride, 0))
      const level = noiseLevelOfAlpha(alpha)
      const clean = predictClean({ sample, modelOutput }, level, predictionType)
      const epsilon = predictNoise({ sample, modelOutput }, level, predictionType)
      const deviation = fround(fround(eta) * fullDeviation(alpha, alphaNext))
      const direction = fround(sqrt(fround(fround(1 - alphaNext) - fround(deviation * deviation))))
      const denoised = weightedSum(clean, fround(sqrt(alphaNext)), epsilon, direction)
      return eta === 0 ? denoised : weightedSum(denoised, 1, drawNoise(), deviation)
    },
  }
}
