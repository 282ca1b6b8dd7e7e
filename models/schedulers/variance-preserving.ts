import { valueAt, weightedSum } from './elementwise.ts'
import { noiseLevelOfAlpha, type NoiseSchedule } from './noise-schedule.ts'
import type { Scheduler } from './scheduler.ts'

/** What DDIM, TCD and LCM share: unit starting noise, unscaled model input, and the forward process for images. */
export function variancePreservingSpace(
  timesteps: readonly number[],
  schedule: NoiseSchedule,
): Pick<Scheduler, 'timesteps' | 'initNoiseSigma' | 'scaleModelInput' | 'addNoise'> {
  return {
    timesteps,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise(clean, noise, index) {
      const level = noiseLevelOfAlpha(valueAt(schedule.alphasCumprod, valueAt(timesteps, index)))
      return weightedSum(clean, level.signal, noise, level.noise)
    },
  }
}
