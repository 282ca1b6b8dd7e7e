import { describe, expect, it } from 'vitest'
import { applyGuidance, isGuided } from '../../../models/samplers/guidance.ts'

describe('isGuided', () => {
  it.each([
    [0, false],
    [1, false],
    [1.0001, true],
    [7.5, true],
  ])('%d: %s', (guidance, guided) => {
    expect(isGuided(guidance)).toBe(guided)
  })
})

describe('applyGuidance', () => {
  it('goes from the unconditional prediction through the conditional one', () => {
    const unconditional = Float32Array.of(1, -2, 0)
    const conditional = Float32Array.of(2, -2, 0.5)
    expect([...applyGuidance(unconditional, conditional, 3)]).toEqual([4, -2, 1.5])
  })

  it('rounds every intermediate value to float32', () => {
    // In double precision the sum would be 2^24 + 1.5, which rounds to 2^24 + 2.
    const unconditional = Float32Array.of(2 ** 24)
    const conditional = Float32Array.of(2 ** 24 + 2)
    expect(applyGuidance(unconditional, conditional, 0.75)[0]).toBe(2 ** 24 + 2)
    // With 1.2 in double precision the product would be 0.83999997.
    const product = applyGuidance(Float32Array.of(0), Float32Array.of(0.7), 1.2)[0] as number
    expect(product).toBe(Math.fround(0.84000003))
  })

  it('leaves its operands as they are', () => {
    const unconditional = Float32Array.of(1)
    const conditional = Float32Array.of(2)
    applyGuidance(unconditional, conditional, 5)
    expect([unconditional[0], conditional[0]]).toEqual([1, 2])
  })
})
