import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'

const { fround, sqrt } = Math

/** The forward process of a model's training, by timestep; float32 as torch computes it. */
export interface NoiseSchedule {
  /** Product of (1 - beta) up to each timestep. */
  readonly alphasCumprod: Float32Array
  /** Noise over signal, sqrt((1 - alphaCumprod) / alphaCumprod), at each timestep. */
  readonly sigmas: Float32Array
}

/** A mixture x = signal x0 + noise epsilon. Variance preserving: signal ** 2 + noise ** 2 = 1. */
export interface NoiseLevel {
  readonly signal: number
  readonly noise: number
}

/** torch.linspace in float32: from either end to the middle, with one rounding per element. */
function linspaceFloat32(start: number, end: number, count: number): Float32Array {
  const first = fround(start)
  const last = fround(end)
  const stride = fround(fround(last - first) / (count - 1))
  const half = Math.floor(count / 2)
  return Float32Array.from({ length: count }, (_, i) =>
    i < half ? first + stride * i : last - stride * (count - 1 - i),
  )
}

/**
 * The "scaled_linear" schedule: square roots of the betas rise linearly.
 * Source: Rombach et al., arXiv:2112.10752; diffusers, schedulers/scheduling_ddim.py.
 */
export function createNoiseSchedule(
  settings: Pick<ResolvedSchedulerSettings, 'betaStart' | 'betaEnd' | 'trainTimesteps'>,
): NoiseSchedule {
  const { betaStart, betaEnd, trainTimesteps } = settings
  // torch.cumprod carries its product in float64.
  let product = 1
  const alphasCumprod = linspaceFloat32(sqrt(betaStart), sqrt(betaEnd), trainTimesteps).map((root) => {
    product *= fround(1 - fround(root * root))
    return product
  })
  const sigmas = alphasCumprod.map((alpha) => sqrt(fround(fround(1 - alpha) / alpha)))
  return { alphasCumprod, sigmas }
}

/** The variance-preserving mixture with this cumulated alpha. */
export function noiseLevelOfAlpha(alphaCumprod: number): NoiseLevel {
  return { signal: fround(sqrt(alphaCumprod)), noise: fround(sqrt(fround(1 - alphaCumprod))) }
}

/** The variance-preserving mixture with this noise-over-signal ratio. */
export function noiseLevelOfSigma(sigma: number): NoiseLevel {
  const signal = fround(1 / fround(sqrt(fround(fround(sigma * sigma) + 1))))
  return { signal, noise: fround(sigma * signal) }
}
