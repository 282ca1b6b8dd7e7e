import { describe, expect, it } from 'vitest'
import { createCrashBudget } from '../../../main/engine/crash-budget.ts'

const MINUTE = 60_000

/** Whether the budget is spent at `now`, after crashes at these times. */
function isSpent(crashes: readonly number[], now: number): boolean {
  let time = 0
  const budget = createCrashBudget(() => time)
  for (const crash of crashes) {
    time = crash
    budget.record()
  }
  time = now
  return budget.isSpent()
}

describe('createCrashBudget', () => {
  it.each([
    [[], 0, false],
    [[0, 1], 2, false],
    [[0, 1, 2], 3, true],
    [[0, 4 * MINUTE, 5 * MINUTE - 1], 5 * MINUTE - 1, true],
    [[0, 4 * MINUTE, 5 * MINUTE], 5 * MINUTE, false],
    [[0, 1, 2, 3], 5 * MINUTE, true],
    [[0, 1, 2, 3], 5 * MINUTE + 1, false],
  ])('after crashes at %j, at %d: %s', (crashes, now, spent) => {
    expect(isSpent(crashes, now)).toBe(spent)
  })
})
