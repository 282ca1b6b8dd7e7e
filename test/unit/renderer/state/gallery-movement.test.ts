import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOut, placeOf } from '../../../../renderer/state/gallery-geometry.ts'
import { moveIn, type Movement } from '../../../../renderer/state/gallery-movement.ts'

/** Four columns: a day of 6 (rows of 4 and 2), then a day of 3. */
const layout = layOut(
  [
    { day: '2026-11-23', count: 6 },
    { day: '2026-11-22', count: 3 },
  ],
  530,
  'medium',
)

describe('keyboard movement', () => {
  it('has the layout that the cases below count on', () => {
    expect(layout.columns).toBe(4)
  })

  it.each<[string, number, Movement, number]>([
    ['right within a row', 0, 'right', 1],
    ['right over the end of a day', 5, 'right', 6],
    ['left over its start', 6, 'left', 5],
    ['left stops at the first', 0, 'left', 0],
    ['right stops at the last', 8, 'right', 8],
    ['down within a day', 1, 'down', 5],
    ['down onto a shorter row takes its last', 3, 'down', 5],
    ['down over a heading keeps the column', 5, 'down', 7],
    ['down over a heading from a shorter row', 4, 'down', 6],
    ['up over a heading to a shorter row', 8, 'up', 5],
    ['up over a heading keeps the column', 7, 'up', 5],
    ['up stops in the first row', 2, 'up', 2],
    ['down stops in the last row', 7, 'down', 7],
    ['to the first', 7, 'first', 0],
    ['to the last', 0, 'last', 8],
    ['a page down', 1, 'pageDown', 7],
    ['a page up', 7, 'pageUp', 1],
  ])('%s', (_name, from, movement, to) => {
    expect(moveIn(layout, from, movement, 2)).toBe(to)
  })

  it('begins at an end where nothing is active', () => {
    expect(moveIn(layout, -1, 'down', 2)).toBe(0)
    expect(moveIn(layout, -1, 'last', 2)).toBe(8)
    expect(moveIn(layOut([], 500, 'small'), 0, 'down', 2)).toBe(-1)
  })

  it('never leaves the gallery, and down and up go the way they say', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(counts, fc.integer({ min: 100, max: 1600 }), fc.nat(), (list, width, seed) => {
        const grid = layOut(
          list.map((count, at) => ({ day: String(at), count })),
          width,
          'medium',
        )
        const from = seed % grid.count
        for (const movement of ['left', 'right', 'up', 'down', 'pageUp', 'pageDown', 'first', 'last'] as const) {
          const to = moveIn(grid, from, movement, 3)
          expect(to).toBeGreaterThanOrEqual(0)
          expect(to).toBeLessThan(grid.count)
        }
        const down = moveIn(grid, from, 'down', 3)
        expect(down === from || placeOf(grid, down).top > placeOf(grid, from).top).toBe(true)
        expect(placeOf(grid, moveIn(grid, from, 'up', 3)).top).toBeLessThanOrEqual(placeOf(grid, from).top)
      }),
    )
  })
})
