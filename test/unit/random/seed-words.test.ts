import { describe, expect, it } from 'vitest'
import { seedWords } from '../../../models/random/seed-words.ts'

describe('seedWords', () => {
  it.each([
    { seed: 0, low: 0, high: 0 },
    { seed: 2 ** 53 - 1, low: 0xffff_ffff, high: 0x1f_ffff },
    { seed: 2n ** 64n - 2n, low: 0xffff_fffe, high: 0xffff_ffff },
    { seed: -1, low: 0xffff_ffff, high: 0xffff_ffff },
  ])('splits $seed', ({ seed, low, high }) => expect(seedWords(seed)).toEqual({ low, high }))

  it.each([0.5, NaN, Infinity, 2 ** 53])('refuses the number %d', (seed) => {
    expect(() => seedWords(seed)).toThrow(RangeError)
  })
})
