/** Less than this is no progress: at such a rate no model ever arrives. */
const LEAST_BYTES_PER_SECOND = 1024

export interface StallWatch {
  /** Bytes have come in. */
  saw(bytes: number): void
  /** Does not hold the time that `work` takes, such as that of a slow disk, against the connection. */
  during(work: () => Promise<void>): Promise<void>
  stop(): void
}

/**
 * Calls `onStall` when, in `limitMs`, less came in than a connection that works at all brings; the time of `during` does not
 * count.
 */
export function watchForStall(limitMs: number, onStall: () => void): StallWatch {
  const least = (limitMs / 1000) * LEAST_BYTES_PER_SECOND
  let received = 0
  let listenedMs = 0
  let since = performance.now()
  let isBusy = false
  let timer = setTimeout(look, limitMs)

  function tally(): void {
    const now = performance.now()
    if (!isBusy) listenedMs += now - since
    since = now
  }

  function look(): void {
    tally()
    // Timers may come a little early.
    if (listenedMs >= limitMs - 1) {
      if (received < least) onStall()
      received = 0
      listenedMs = 0
    }
    timer = setTimeout(look, Math.max(limitMs - listenedMs, limitMs / 10))
  }

  return {
    saw: (bytes) => (received += bytes),
    async during(work) {
      tally()
      isBusy = true
      try {
        await work()
      } finally {
        tally()
        isBusy = false
      }
    },
    stop: () => clearTimeout(timer),
  }
}
