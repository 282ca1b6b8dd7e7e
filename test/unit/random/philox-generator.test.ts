import { describe, expect, it } from 'vitest'
import { createPhiloxGenerator } from '../../../models/random/philox-generator.ts'

describe('createPhiloxGenerator', () => {
  it('gives the values documented in rng_philox.py for seed 0', () => {
    const published = [
      -0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122, -0.32838709, -1.07454231,
      -0.36314407, -1.67105067, 2.26550497,
    ]
    const values = createPhiloxGenerator(0).randn(12)
    published.forEach((value, i) => expect(Math.abs((values[i] ?? NaN) - value)).toBeLessThan(5e-7))
  })

  it('numbers elements from the start of each draw, whatever was drawn before', () => {
    const short = createPhiloxGenerator(7)
    const long = createPhiloxGenerator(7)
    expect(Array.from(long.randn(100).subarray(0, 5))).toEqual([...short.randn(5)])
    expect(Array.from(long.randn(20).subarray(0, 5))).toEqual([...short.randn(5)])
  })

  it('gives every draw other values', () => {
    const source = createPhiloxGenerator(7)
    expect([...source.randn(5)]).not.toEqual([...source.randn(5)])
  })

  it('heeds all 64 bits of the seed', () => {
    const values = createPhiloxGenerator(5n).randn(4)
    expect([...createPhiloxGenerator(5n + 2n ** 32n).randn(4)]).not.toEqual([...values])
    expect([...createPhiloxGenerator(5n + 2n ** 64n).randn(4)]).toEqual([...values])
  })
})
