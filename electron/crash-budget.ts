const MAX_CRASHES = 3
const PERIOD_MS = 5 * 60_000

/** Counts crashes, so that what cannot live is not started for ever. */
export interface CrashBudget {
  /** Notes a crash. @returns how many lie within the last five minutes; null where that is too many to start again. */
  readonly record: () => number | null
  readonly reset: () => void
}

/** The third crash within five minutes spends the budget; it recovers as they fall out of that period. */
export function createCrashBudget(now: () => number): CrashBudget {
  let crashes: number[] = []
  return {
    record() {
      crashes = [...crashes.filter((time) => now() - time < PERIOD_MS), now()]
      return crashes.length < MAX_CRASHES ? crashes.length : null
    },
    reset() {
      crashes = []
    },
  }
}
