const MAX_CRASHES = 3
const PERIOD_MS = 5 * 60_000

/** Counts crashes, so that a process that cannot live is not started for ever. */
export interface CrashBudget {
  record(): void
  isSpent(): boolean
}

/** Three crashes within five minutes spend the budget; it recovers as they fall out of that period. */
export function createCrashBudget(now: () => number): CrashBudget {
  let crashes: number[] = []
  return {
    record: () => void crashes.push(now()),
    isSpent: () => {
      crashes = crashes.filter((time) => now() - time < PERIOD_MS)
      return crashes.length >= MAX_CRASHES
    },
  }
}
