import { divide, valueAt, weightedSum } from './elementwise.ts'
import { createNoiseSchedule } from './noise-schedule.ts'
import { predictCleanFromSigma } from './prediction.ts'
import type { Scheduler } from './scheduler.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'
import { eulerPath } from './sigma-path.ts'
import { varianceExplodingSpace } from './variance-exploding.ts'

/** Splits the way to `to` into a deterministic step down to `down` and noise of deviation `up`. */
function ancestralSigmas(from: number, to: number): { down: number; up: number } {
  const { fround, sqrt } = Math
  const square = (value: number): number => fround(value * value)
  const decrease = fround(square(from) - square(to))
  const up = fround(sqrt(fround(fround(square(to) * decrease) / square(from))))
  return { down: fround(sqrt(fround(square(to) - square(up)))), up }
}

/**
 * Euler's method with ancestral noise after every step, the last one included (there its deviation is 0, but it is drawn).
 * Source: k-diffusion, sample_euler_ancestral; diffusers, schedulers/scheduling_euler_ancestral_discrete.py.
 * @throws SchedulerError for more steps than the spacing has room for.
 */
export function createEulerAncestralScheduler(settings: ResolvedSchedulerSettings): Scheduler {
  const path = eulerPath(settings, createNoiseSchedule(settings), false)
  return {
    settings,
    ...varianceExplodingSpace(path, settings.spacing),
    step(modelOutput, index, sample, drawNoise) {
      const sigma = valueAt(path.sigmas, index)
      const { down, up } = ancestralSigmas(sigma, valueAt(path.sigmas, index + 1))
      const clean = predictCleanFromSigma({ sample, modelOutput }, sigma, settings.predictionType)
      const derivative = divide(weightedSum(sample, 1, clean, -1), sigma)
      const denoised = weightedSum(sample, 1, derivative, Math.fround(down - sigma))
      return weightedSum(denoised, 1, drawNoise(), up)
    },
  }
}
