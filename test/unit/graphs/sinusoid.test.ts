import { describe, expect, it } from 'vitest'
import { sinusoid } from '../../../models/graphs/sinusoid.ts'

/** get_timestep_embedding's formula in double precision. */
function formula(value: number, width: number, freqShift: number): { sines: number[]; cosines: number[] } {
  const half = width / 2
  const angles = Array.from({ length: half }, (_, index) => value * 10000 ** (-index / (half - freqShift)))
  return { sines: angles.map(Math.sin), cosines: angles.map(Math.cos) }
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, index) => expect(Math.abs(value - (actual[index] as number))).toBeLessThan(tolerance))
}

describe('sinusoid', () => {
  it.each([0, 1, 800, 999])('puts cosines before sines where they are flipped, at %d', (value) => {
    const { sines, cosines } = formula(value, 320, 0)
    // float32 arguments of some hundreds are off by up to 3e-5.
    const actual = sinusoid(value, { width: 320, flipSinToCos: true, freqShift: 0 })
    expectClose(actual, [...cosines, ...sines], 1e-4)
  })

  it('puts sines first otherwise, and reads the shift of the frequencies', () => {
    const { sines, cosines } = formula(3, 8, 1)
    expectClose(sinusoid(3, { width: 8, flipSinToCos: false, freqShift: 1 }), [...sines, ...cosines], 1e-6)
  })

  it('takes timesteps between whole numbers as they are', () => {
    const between = sinusoid(799.5, { width: 320, flipSinToCos: true, freqShift: 0 })
    const whole = sinusoid(800, { width: 320, flipSinToCos: true, freqShift: 0 })
    expect([...between]).not.toEqual([...whole])
  })
})
