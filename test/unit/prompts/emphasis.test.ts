import { describe, expect, it } from 'vitest'
import { applyEmphasis } from '../../../models/prompts/emphasis.ts'

describe('applyEmphasis', () => {
  it('weights tokens and restores the mean', () => {
    // Weighted: 2 4, 3 5; mean 3.5 from 2.75.
    const emphasized = applyEmphasis(Float32Array.of(1, 2, 3, 5), Float32Array.of(2, 1))
    const expected = [2, 4, 3, 5].map((value) => (value * 2.75) / 3.5)
    expect([...emphasized].every((value, index) => Math.abs(value - (expected[index] ?? NaN)) < 1e-6)).toBe(true)
  })

  it('leaves the weighted states where they have no mean', () => {
    expect([...applyEmphasis(Float32Array.of(1, 1), Float32Array.of(0, 0))]).toEqual([0, 0])
    expect([...applyEmphasis(Float32Array.of(1, 1), Float32Array.of(2, -2))]).toEqual([2, -2])
  })
})
