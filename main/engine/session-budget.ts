/**
 * How many of the sessions that are held must go before another comes.
 * @param held bytes of each, the least recently used first
 * @returns the number of the first ones to let go; all, where even that is not enough
 */
export function sessionsToRelease(held: readonly number[], coming: number, budgetBytes: number): number {
  let total = held.reduce((sum, bytes) => sum + bytes, coming)
  let count = 0
  for (const bytes of held) {
    if (total <= budgetBytes) break
    total -= bytes
    count += 1
  }
  return count
}
