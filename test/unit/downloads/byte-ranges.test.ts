import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  missingRanges,
  prefixLength,
  totalBytes,
  withinSize,
  withRange,
  type ByteRange,
} from '../../../main/downloads/byte-ranges.ts'
import { planSegments } from '../../../main/downloads/range-plan.ts'

const SIZE = 60
const range = fc.tuple(fc.nat(SIZE), fc.nat(SIZE)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
const merge = (ranges: readonly ByteRange[]) => ranges.reduce<ByteRange[]>(withRange, [])
const bytesIn = (ranges: readonly ByteRange[]) =>
  new Set(ranges.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index)))

describe('byte ranges', () => {
  it('hold exactly the bytes that were added, in order and apart', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (added) => {
        const merged = merge(added)
        expect(bytesIn(merged)).toEqual(bytesIn(added))
        expect(totalBytes(merged)).toBe(bytesIn(added).size)
        const bounds = merged.flatMap(({ start, end }) => [start, end])
        expect(bounds.every((bound, index) => index === 0 || bound > bounds[index - 1]!)).toBe(true)
      }),
    )
  })

  it('and what is missing make the whole', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (added) => {
        const merged = merge(added)
        const missing = missingRanges(merged, SIZE)
        expect(totalBytes(merged) + totalBytes(missing)).toBe(SIZE)
        expect(merge([...merged, ...missing])).toEqual([{ start: 0, end: SIZE }])
      }),
    )
  })

  it('tell how much is there from the first byte on', () => {
    expect(prefixLength([])).toBe(0)
    expect(prefixLength([{ start: 1, end: 9 }])).toBe(0)
    expect(
      prefixLength([
        { start: 0, end: 9 },
        { start: 12, end: 14 },
      ]),
    ).toBe(9)
  })

  it('are cut off at a size', () => {
    expect(
      withinSize(
        [
          { start: 0, end: 4 },
          { start: 6, end: 9 },
          { start: 20, end: 30 },
        ],
        8,
      ),
    ).toEqual([
      { start: 0, end: 4 },
      { start: 6, end: 8 },
    ])
  })
})

describe('the plan of a download', () => {
  const MEGABYTE = 1024 * 1024

  it('covers what is missing, in order, in pieces for all connections', () => {
    const size = 700 * MEGABYTE
    const done = [{ start: 10 * MEGABYTE, end: 20 * MEGABYTE }]
    const segments = planSegments(done, size, 4)
    expect(merge([...done, ...segments])).toEqual([{ start: 0, end: size }])
    expect(totalBytes(segments)).toBe(size - 10 * MEGABYTE)
    for (const { start, end } of segments) expect(end - start).toBeLessThanOrEqual(64 * MEGABYTE)
    expect(segments.map(({ start }) => start)).toEqual(segments.map(({ start }) => start).toSorted((a, b) => a - b))
  })

  it('shares a small file among the connections, but not in crumbs', () => {
    expect(planSegments([], 8 * MEGABYTE, 4)).toHaveLength(4)
    expect(planSegments([], 1000, 4)).toEqual([{ start: 0, end: 1000 }])
    expect(planSegments([{ start: 0, end: 1000 }], 1000, 4)).toEqual([])
  })
})
