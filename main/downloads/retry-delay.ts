const FIRST_MS = 1000
const LONGEST_MS = 60_000

/**
 * How long to wait before the next try: twice as long each time, and, so that not all clients come back at the same moment,
 * somewhere in the upper half of that.
 * @param failures tries that failed in a row without bringing anything
 * @param random from 0 to 1
 */
export function retryDelayMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16))
  return (longest / 2) * (1 + random)
}
