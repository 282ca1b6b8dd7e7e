import { describe, expect, it } from 'vitest'
import { createMersenneTwister } from '../../../models/random/mersenne-twister.ts'

describe('createMersenneTwister', () => {
  it('gives the values that the C++ standard names for std::mt19937', () => {
    const next = createMersenneTwister(5489)
    const words = Array.from({ length: 10_000 }, next)
    expect(words[0]).toBe(3499211612)
    expect(words[9999]).toBe(4123659995)
  })
})
