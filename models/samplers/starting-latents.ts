/** Pure noise at the scheduler's first level: what a picture made from text alone starts from. */
export function startFromNoise(noise: Float32Array, initNoiseSigma: number): Float32Array {
  const sigma = Math.fround(initNoiseSigma)
  return sigma === 1 ? noise : noise.map((value) => value * sigma)
}
