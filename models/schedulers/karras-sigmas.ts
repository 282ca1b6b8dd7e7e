const RHO = 7

/**
 * `count` sigmas from `max` down to `min`, evenly spaced in their 7th roots, in float64.
 * Source: Karras et al., arXiv:2206.00364, equation 5.
 */
export function karrasSigmas(min: number, max: number, count: number): number[] {
  const minRoot = min ** (1 / RHO)
  const maxRoot = max ** (1 / RHO)
  const stride = count > 1 ? 1 / (count - 1) : 0
  return Array.from({ length: count }, (_, i) => {
    const ramp = i > 0 && i === count - 1 ? 1 : i * stride
    return (maxRoot + ramp * (minRoot - maxRoot)) ** RHO
  })
}

/**
 * The real-valued timestep at which training had this sigma, interpolated in log sigma and kept inside the range.
 * @param trainingSigmas rising, one per timestep.
 * Source: diffusers, schedulers/scheduling_euler_discrete.py, _sigma_to_t.
 */
export function timestepOfSigma(sigma: number, trainingSigmas: Float32Array): number {
  const { fround, log, max, min } = Math
  const above = trainingSigmas.findIndex((training) => fround(log(training)) > log(sigma))
  const lastInterval = trainingSigmas.length - 2
  const low = above < 0 ? lastInterval : max(0, min(above - 1, lastInterval))
  const lowLog = fround(log(trainingSigmas[low] as number))
  const highLog = fround(log(trainingSigmas[low + 1] as number))
  const weight = min(1, max(0, (lowLog - log(sigma)) / fround(lowLog - highLog)))
  return (1 - weight) * low + weight * (low + 1)
}
