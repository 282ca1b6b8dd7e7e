/** Row ids that a millisecond has. */
export const SEQS_PER_MS = 1000
/** In the year 2255: later ones would leave no exact numbers. */
const LATEST_MS = 9e12

/** The first row id of pictures made at a time (milliseconds since 1970): they are kept in the order of time. */
export function seqAt(time: number): number {
  return Math.min(Math.max(0, time), LATEST_MS) * SEQS_PER_MS
}
