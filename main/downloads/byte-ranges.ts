/** Bytes from `start` up to, but not including, `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Ranges with one more: ordered, not empty, neither touching nor overlapping. */
export function withRange(ranges: readonly ByteRange[], added: ByteRange): ByteRange[] {
  if (added.end <= added.start) return [...ranges]
  const before = ranges.filter(({ end }) => end < added.start)
  const after = ranges.filter(({ start }) => start > added.end)
  const merged = ranges.slice(before.length, ranges.length - after.length)
  const start = Math.min(added.start, ...merged.map((range) => range.start))
  const end = Math.max(added.end, ...merged.map((range) => range.end))
  return [...before, { start, end }, ...after]
}

/** What of the first `size` bytes the ranges leave out. */
export function missingRanges(ranges: readonly ByteRange[], size: number): ByteRange[] {
  const starts = [0, ...ranges.map(({ end }) => end)]
  const ends = [...ranges.map(({ start }) => start), size]
  return starts.map((start, index) => ({ start, end: ends[index] ?? size })).filter(({ start, end }) => start < end)
}

/** How many bytes from the very first one on are there without a gap. */
export function prefixLength(ranges: readonly ByteRange[]): number {
  const first = ranges[0]
  return first?.start === 0 ? first.end : 0
}

/** How many bytes all ranges hold together. */
export function totalBytes(ranges: readonly ByteRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0)
}

/** The ranges cut off at `size`. */
export function withinSize(ranges: readonly ByteRange[], size: number): ByteRange[] {
  return ranges.filter(({ start }) => start < size).map(({ start, end }) => ({ start, end: Math.min(end, size) }))
}
