import { describe, expect, it, vi } from 'vitest'
import { retryDelayMs } from '../../../main/downloads/retry-delay.ts'
import { createSpeed } from '../../../main/downloads/speed.ts'
import { watchForStall } from '../../../main/downloads/stall-watch.ts'

describe('waiting between tries', () => {
  it('doubles up to a minute, in the upper half', () => {
    expect([0, 1, 2, 3].map((failures) => retryDelayMs(failures, 0))).toEqual([500, 1000, 2000, 4000])
    expect([0, 1, 2, 3].map((failures) => retryDelayMs(failures, 1))).toEqual([1000, 2000, 4000, 8000])
    expect(retryDelayMs(1000, 1)).toBe(60_000)
  })
})

describe('the speed of a download', () => {
  function measured(steps: readonly (readonly [at: number, doneBytes: number])[]) {
    let now = 0
    const speed = createSpeed(() => now)
    for (const [at, doneBytes] of steps) {
      now = at
      speed.record(doneBytes)
    }
    return speed.bytesPerSecond()
  }

  it('is that of the last seconds', () => {
    expect(measured([[0, 0]])).toBeNull()
    expect(
      measured([
        [0, 0],
        [500, 100],
      ]),
    ).toBeNull()
    expect(
      measured([
        [0, 0],
        [2000, 4000],
      ]),
    ).toBe(2000)
    expect(
      measured([
        [0, 0],
        [10_000, 1_000_000],
        [12_000, 1_004_000],
      ]),
    ).toBe(2000)
  })

  it('does not count what was lost', () => {
    expect(
      measured([
        [0, 500_000],
        [2000, 0],
        [4000, 4000],
      ]),
    ).toBe(2000)
  })
})

describe('watching for a stall', () => {
  it('calls when next to nothing comes in, and not before', () => {
    vi.useFakeTimers()
    const onStall = vi.fn<() => void>()
    const watch = watchForStall(30_000, onStall)
    watch.saw(40_000)
    vi.advanceTimersByTime(30_000)
    expect(onStall).not.toHaveBeenCalled()
    watch.saw(1000)
    vi.advanceTimersByTime(30_000)
    expect(onStall).toHaveBeenCalledTimes(1)
    watch.stop()
    vi.advanceTimersByTime(90_000)
    expect(onStall).toHaveBeenCalledTimes(1)
    vi.useRealTimers()
  })

  it('does not hold the time that a slow disk takes against the connection', async () => {
    vi.useFakeTimers()
    const onStall = vi.fn<() => void>()
    const watch = watchForStall(30_000, onStall)
    const work = watch.during(() => new Promise((resolve) => setTimeout(resolve, 75_000)))
    await vi.advanceTimersByTimeAsync(75_000)
    await work
    await vi.advanceTimersByTimeAsync(15_000)
    expect(onStall).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(onStall).toHaveBeenCalledTimes(1)
    watch.stop()
    vi.useRealTimers()
  })
})
