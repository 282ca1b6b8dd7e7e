import { valueAt, weightedSum } from './elementwise.ts'
import { createNoiseSchedule, noiseLevelOfSigma, type NoiseLevel } from './noise-schedule.ts'
import { predictClean } from './prediction.ts'
import type { Scheduler } from './scheduler.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'
import { solverPath } from './sigma-path.ts'

const { exp, fround, log } = Math

/** Half the logarithmic signal-to-noise ratio; infinite without noise. */
function halfLogSnr({ signal, noise }: NoiseLevel): number {
  return fround(fround(log(signal)) - fround(log(noise)))
}

/**
 * DPM-Solver++(2M): the multistep solver of second order, midpoint form; its first step and the last, to sigma 0, are of
 * first order. Samples are variance preserving.
 * Source: Lu et al., arXiv:2211.01095, algorithm 2; diffusers, schedulers/scheduling_dpmsolver_multistep.py.
 * @throws SchedulerError for more steps than the spacing has room for.
 */
export function createDpmpp2mScheduler(settings: ResolvedSchedulerSettings): Scheduler {
  const { kind, predictionType } = settings
  const { timesteps, sigmas } = solverPath(settings, createNoiseSchedule(settings), kind === 'dpmpp-2m-karras')
  const levelAt = (index: number): NoiseLevel => noiseLevelOfSigma(valueAt(sigmas, index))
  let previousClean: Float32Array | undefined

  return {
    settings,
    timesteps,
    sigmas,
    initNoiseSigma: 1,
    scaleModelInput: (sample) => sample,
    addNoise: (clean, noise, index) => weightedSum(clean, levelAt(index).signal, noise, levelAt(index).noise),
    step(modelOutput, index, sample) {
      const from = levelAt(index)
      const to = levelAt(index + 1)
      const earlierClean = previousClean
      const clean = predictClean({ sample, modelOutput }, from, predictionType)
      previousClean = clean

      const h = fround(halfLogSnr(to) - halfLogSnr(from))
      const cleanWeight = fround(to.signal * fround(fround(exp(-h)) - 1))
      const firstOrder = weightedSum(sample, fround(to.noise / from.noise), clean, -cleanWeight)
      if (earlierClean === undefined || index === timesteps.length - 1) return firstOrder

      const earlierH = fround(halfLogSnr(from) - halfLogSnr(levelAt(index - 1)))
      const slope = fround(1 / fround(earlierH / h))
      const change = weightedSum(clean, 1, earlierClean, -1).map((difference) => slope * difference)
      return weightedSum(firstOrder, 1, change, -0.5 * cleanWeight)
    },
  }
}
