import { missingRanges, type ByteRange } from './byte-ranges.ts'

/** A segment ends by itself at the latest: what is hashed as it comes stays close behind what has arrived. */
const SEGMENT_BYTES = 64 * 1024 * 1024
/** Below this a connection of its own costs more than it brings. */
const SMALLEST_SEGMENT_BYTES = 1024 * 1024

/**
 * The parts of a file of `size` bytes that are still to be fetched, in the order of the file, in pieces that `streams`
 * connections can share.
 */
export function planSegments(done: readonly ByteRange[], size: number, streams: number): ByteRange[] {
  const shared = Math.ceil(size / streams)
  const length = Math.min(SEGMENT_BYTES, Math.max(SMALLEST_SEGMENT_BYTES, shared))
  return missingRanges(done, size).flatMap(({ start, end }) => {
    const pieces = Math.max(1, Math.ceil((end - start) / length))
    return Array.from({ length: pieces }, (_, index) => ({
      start: start + index * length,
      end: Math.min(end, start + (index + 1) * length),
    }))
  })
}
