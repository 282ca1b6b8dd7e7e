import { divide, valueAt, weightedSum } from './elementwise.ts'
import { createNoiseSchedule } from './noise-schedule.ts'
import { predictCleanFromSigma } from './prediction.ts'
import type { Scheduler } from './scheduler.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'
import { eulerPath } from './sigma-path.ts'
import { varianceExplodingSpace } from './variance-exploding.ts'

/**
 * Euler's method on the probability-flow ODE, without churn.
 * Source: Karras et al., arXiv:2206.00364, algorithm 2; diffusers, schedulers/scheduling_euler_discrete.py.
 * @throws SchedulerError for more steps than the spacing has room for.
 */
export function createEulerScheduler(settings: ResolvedSchedulerSettings): Scheduler {
  const path = eulerPath(settings, createNoiseSchedule(settings), settings.kind === 'euler-karras')
  return {
    settings,
    ...varianceExplodingSpace(path, settings.spacing),
    step(modelOutput, index, sample) {
      const sigma = valueAt(path.sigmas, index)
      const clean = predictCleanFromSigma({ sample, modelOutput }, sigma, settings.predictionType)
      const derivative = divide(weightedSum(sample, 1, clean, -1), sigma)
      return weightedSum(sample, 1, derivative, Math.fround(valueAt(path.sigmas, index + 1) - sigma))
    },
  }
}
