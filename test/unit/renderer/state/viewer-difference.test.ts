import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparisonWith, nextMode } from '../../../../renderer/state/viewer-compare.ts'
import { differencePixels, measureDifference } from '../../../../renderer/state/viewer-difference.ts'

const rgba = (...values: number[]) => Uint8ClampedArray.from(values)
const buffers = fc
  .array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.constant(255)), { minLength: 1, maxLength: 40 })
  .map((pixels) => Uint8ClampedArray.from(pixels.flat()))

describe('difference', () => {
  it('is counted over red, green and blue', () => {
    const a = rgba(0, 0, 0, 255, 10, 20, 30, 255)
    const b = rgba(6, 0, 0, 255, 10, 20, 30, 255)
    expect(measureDifference(a, b)).toEqual({ identical: false, mean: 1, largest: 6, changed: 0.5 })
  })

  it('leaves alpha out', () => {
    expect(measureDifference(rgba(1, 2, 3, 0), rgba(1, 2, 3, 255)).identical).toBe(true)
  })

  it('is nothing to itself and the same both ways', () => {
    fc.assert(
      fc.property(buffers, (a) => {
        const b = a.map((value, at) => (at % 4 === 3 ? value : 255 - value))
        expect(measureDifference(a, a)).toEqual({ identical: true, mean: 0, largest: 0, changed: 0 })
        expect(measureDifference(a, b)).toEqual(measureDifference(b, a))
      }),
    )
  })

  it('refuses pictures of different sizes', () => {
    expect(() => measureDifference(rgba(0, 0, 0, 0), rgba())).toThrow(RangeError)
    expect(() => differencePixels(rgba(0, 0, 0, 0), rgba(), 1)).toThrow(RangeError)
  })

  it('is drawn opaque, brightened and cut off at white', () => {
    const drawn = differencePixels(rgba(10, 0, 200, 0), rgba(0, 3, 100, 0), 4)
    expect([...drawn]).toEqual([40, 12, 255, 255])
  })
})

describe('comparing', () => {
  it('starts, changes its partner and keeps its mode, and ends with the same again', () => {
    const first = comparisonWith(null, 'b', 'a')
    expect(first).toEqual({ otherId: 'b', mode: 'slider', swapped: false })
    const sideBySide = { otherId: 'b', mode: 'side', swapped: true } as const
    expect(comparisonWith(sideBySide, 'c', 'a')).toEqual({ otherId: 'c', mode: 'side', swapped: true })
    expect(comparisonWith(sideBySide, 'b', 'a')).toBeNull()
    expect(comparisonWith(null, 'a', 'a')).toBeNull()
  })

  it('goes round the modes', () => {
    expect(nextMode('slider')).toBe('side')
    expect(nextMode('side')).toBe('difference')
    expect(nextMode('difference')).toBe('slider')
  })
})
