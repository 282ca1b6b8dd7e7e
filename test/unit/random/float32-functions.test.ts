import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logFloat32, sineCosineFloat32 } from '../../../models/random/float32-functions.ts'

describe('float32 functions', () => {
  it('take logarithms to within two units in the last place', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(1e-7), max: 1, noNaN: true }), (x) => {
        const exact = Math.log(x)
        expect(Math.abs(logFloat32(x) - exact)).toBeLessThanOrEqual(2 ** -22 * Math.abs(exact))
      }),
    )
  })

  it('take sines and cosines of one turn to within 1e-7', () => {
    const result = new Float32Array(2)
    fc.assert(
      fc.property(fc.float({ min: 0, max: Math.fround(6.2831855), noNaN: true }), (angle) => {
        sineCosineFloat32(angle, result)
        expect(Math.abs((result[0] ?? NaN) - Math.sin(angle))).toBeLessThan(1e-7)
        expect(Math.abs((result[1] ?? NaN) - Math.cos(angle))).toBeLessThan(1e-7)
      }),
    )
  })
})
