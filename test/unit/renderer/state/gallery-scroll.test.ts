import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut, placeOf } from '../../../../renderer/state/gallery-geometry.ts'
import { contentTopOf, contentTopShowing, scrollScale, scrollTopOf } from '../../../../renderer/state/gallery-scroll.ts'

const scales = fc
  .tuple(
    fc.integer({ min: 0, max: 400_000_000 }),
    fc.integer({ min: 100, max: 2000 }),
    fc.constantFrom(1, 1.25, 1.5, 2, 3),
  )
  .map(([content, viewport, ratio]) => ({ scale: scrollScale(content, viewport, ratio), ratio }))

describe('scrolled height', () => {
  it('never exceeds what Blink can lay out: 2^31 / 64 device pixels', () => {
    fc.assert(
      fc.property(scales, ({ scale, ratio }) => {
        expect(scale.box * ratio).toBeLessThan(2 ** 31 / 64)
      }),
    )
  })

  it('is the content itself where that fits', () => {
    expect(scrollScale(8_000_000, 900, 1).box).toBe(8_000_000)
    expect(contentTopOf(scrollScale(8_000_000, 900, 1), 12_345)).toBe(12_345)
  })

  it('reaches both ends of content that is taller', () => {
    const scale = scrollScale(42_000_000, 900, 3)
    expect(scale.box).toBe(10_000_000)
    expect(contentTopOf(scale, 0)).toBe(0)
    expect(contentTopOf(scale, scale.box - scale.viewport)).toBeCloseTo(42_000_000 - 900, 3)
  })

  it('is monotonic, and turned round by its inverse', () => {
    fc.assert(
      fc.property(scales, fc.double({ min: 0, max: 1, noNaN: true }), ({ scale }, share) => {
        const scrollTop = share * Math.max(0, scale.box - scale.viewport)
        const top = contentTopOf(scale, scrollTop)
        expect(contentTopOf(scale, scrollTop + 1)).toBeGreaterThanOrEqual(top)
        expect(scrollTopOf(scale, top)).toBeCloseTo(scrollTop, 3)
      }),
    )
  })
})

describe('scrolling to a picture', () => {
  const layout = layOut(
    [
      { day: '2026-11-23', count: 500 },
      { day: '2026-11-22', count: 500 },
    ],
    640,
    'medium',
  )
  const scale = scrollScale(layout.height, 700, 1)

  it('shows the whole cell, not covered by the heading that sticks over it', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999 }), fc.double({ min: 0, max: layout.height, noNaN: true }), (index, from) => {
        const top = contentTopShowing(layout, index, scale, from)
        const cell = placeOf(layout, index).top
        expect(cell - top).toBeGreaterThanOrEqual(32 - 1e-6)
        expect(cell + layout.cell - top).toBeLessThanOrEqual(700 + 1e-6)
      }),
    )
  })

  it('does not move where the cell is in view', () => {
    const cell = placeOf(layout, 100).top
    expect(contentTopShowing(layout, 100, scale, cell - 200)).toBe(cell - 200)
  })
})
