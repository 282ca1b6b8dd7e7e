import { divide, valueAt, weightedSum } from './elementwise.ts'
import type { Scheduler } from './scheduler.ts'
import type { TimestepSpacing } from './scheduler-settings.ts'
import type { SigmaPath } from './sigma-path.ts'

/** What the Euler methods share: samples are x0 + sigma epsilon, and the model is given them scaled to unit variance. */
export function varianceExplodingSpace(
  { timesteps, sigmas }: SigmaPath,
  spacing: TimestepSpacing,
): Pick<Scheduler, 'timesteps' | 'sigmas' | 'initNoiseSigma' | 'scaleModelInput' | 'addNoise'> {
  const { fround, sqrt } = Math
  const deviation = (sigma: number): number => fround(sqrt(fround(fround(sigma * sigma) + 1)))
  const maxSigma = Math.max(...sigmas)
  return {
    timesteps,
    sigmas,
    initNoiseSigma: spacing === 'leading' ? deviation(maxSigma) : maxSigma,
    scaleModelInput: (sample, index) => divide(sample, deviation(valueAt(sigmas, index))),
    addNoise: (clean, noise, index) => weightedSum(clean, 1, noise, valueAt(sigmas, index)),
  }
}
