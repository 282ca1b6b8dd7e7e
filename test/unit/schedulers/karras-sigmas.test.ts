import { describe, expect, it } from 'vitest'
import { karrasSigmas, timestepOfSigma } from '../../../models/schedulers/karras-sigmas.ts'

describe('karrasSigmas', () => {
  it('runs between its ends, evenly in the seventh root', () => {
    const sigmas = karrasSigmas(1, 128, 3)
    expect(sigmas[0]).toBeCloseTo(128, 9)
    expect(sigmas[1]).toBeCloseTo(1.5 ** 7, 9)
    expect(sigmas[2]).toBeCloseTo(1, 9)
  })

  it('is the greatest sigma where there is only one', () => expect(karrasSigmas(1, 128, 1)[0]).toBeCloseTo(128, 9))
})

describe('timestepOfSigma', () => {
  const training = Float32Array.of(1, 2, 8)

  it.each([
    [1, 0],
    [Math.SQRT2, 0.5],
    [2, 1],
    [4, 1.5],
    [8, 2],
    [0.5, 0],
    [20, 2],
  ])('finds sigma %f at timestep %f', (sigma, timestep) => {
    expect(timestepOfSigma(sigma, training)).toBeCloseTo(timestep, 6)
  })
})
