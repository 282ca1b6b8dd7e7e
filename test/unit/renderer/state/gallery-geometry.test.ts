import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  GAP,
  HEADING_HEIGHT,
  fitColumns,
  layOut,
  placeOf,
  sectionOf,
  visibleRange,
  visibleSections,
  type CellSize,
  type GridSection,
} from '../../../../renderer/state/gallery-geometry.ts'

const sizes = fc.constantFrom<CellSize>('small', 'medium', 'large')
const sections = fc
  .array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 })
  .map((counts): GridSection[] =>
    counts.map((count, at) => ({ day: `2026-01-${String(at + 1).padStart(2, '0')}`, count })),
  )
const widths = fc.integer({ min: 60, max: 3000 })
const layouts = fc.tuple(sections, widths, sizes).map(([list, width, size]) => layOut(list, width, size))

describe('columns', () => {
  it('fills the width with cells of at least the chosen size', () => {
    expect(fitColumns(320, 'medium')).toEqual({ columns: 2, cell: 157 })
    expect(fitColumns(320, 'small')).toEqual({ columns: 3, cell: 102 })
    expect(fitColumns(40, 'large')).toEqual({ columns: 1, cell: 40 })
  })

  it('never is wider than the room', () => {
    fc.assert(
      fc.property(widths, sizes, (width, size) => {
        const { columns, cell } = fitColumns(width, size)
        expect(columns * cell + (columns - 1) * GAP).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('layout', () => {
  it('puts a heading, then rows, then the next section', () => {
    const layout = layOut(
      [
        { day: '2026-11-23', count: 3 },
        { day: '2026-11-22', count: 1 },
      ],
      320,
      'medium',
    )
    const pitch = 157 + GAP
    expect(placeOf(layout, 0)).toEqual({ left: 0, top: HEADING_HEIGHT })
    expect(placeOf(layout, 1)).toEqual({ left: pitch, top: HEADING_HEIGHT })
    expect(placeOf(layout, 2)).toEqual({ left: 0, top: HEADING_HEIGHT + pitch })
    expect(placeOf(layout, 3)).toEqual({ left: 0, top: 2 * HEADING_HEIGHT + 2 * pitch })
    expect(layout.height).toBe(2 * HEADING_HEIGHT + 3 * pitch)
  })

  it('has no heading over a section without a day', () => {
    expect(placeOf(layOut([{ day: '', count: 1 }], 320, 'medium'), 0).top).toBe(0)
  })

  it('gives every picture a cell of its own, inside the content and after the one before', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        let before = { left: -1, top: -1 }
        for (let index = 0; index < layout.count; index++) {
          const place = placeOf(layout, index)
          const follows =
            place.top > before.top || (place.top === before.top && place.left >= before.left + layout.cell)
          expect(follows).toBe(true)
          expect(place.top + layout.cell).toBeLessThanOrEqual(layout.height)
          before = place
        }
      }),
      { numRuns: 40 },
    )
  })

  it('knows the section of every picture, and of none outside', () => {
    fc.assert(
      fc.property(layouts, fc.integer({ min: -5, max: 20_000 }), (layout, index) => {
        const found = sectionOf(layout, index)
        const expected = layout.sections.find(({ first, count }) => index >= first && index < first + count)
        expect(found).toEqual(expected)
      }),
    )
  })
})

describe('what is visible', () => {
  const bands = fc.tuple(fc.double({ min: -500, max: 100_000, noNaN: true }), fc.integer({ min: 1, max: 3000 }))

  it('is exactly the cells that touch the band, widened to whole rows', () => {
    fc.assert(
      fc.property(layouts, bands, (layout, [top, height]) => {
        const { start, end } = visibleRange(layout, top, top + height)
        const touching: number[] = []
        const near: number[] = []
        for (let index = 0; index < layout.count; index++) {
          const cell = placeOf(layout, index).top
          if (cell < top + height && cell + layout.cell > top) touching.push(index)
          // The gap under a row counts as the row's.
          if (cell < top + height && cell + layout.cell + GAP > top) near.push(index)
        }
        const within = Array.from({ length: end - start }, (_, at) => start + at)
        expect(within).toEqual(expect.arrayContaining(touching))
        expect(near).toEqual(expect.arrayContaining(within))
      }),
      { numRuns: 60 },
    )
  })

  it('stays small however large the gallery is', () => {
    const layout = layOut([{ day: '', count: 100_000 }], 1000, 'medium')
    const { start, end } = visibleRange(layout, 1_000_000, 1_000_900)
    expect(end - start).toBeLessThanOrEqual(layout.columns * 9)
  })

  it('names the sections in the band', () => {
    fc.assert(
      fc.property(layouts, bands, (layout, [top, height]) => {
        const shown = visibleSections(layout, top, top + height).map(({ day }) => day)
        const expected = layout.sections.filter(
          (section) => section.top < top + height && section.top + section.height > top,
        )
        for (const { day } of expected) expect(shown).toContain(day)
      }),
    )
  })
})
