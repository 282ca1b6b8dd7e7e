/** Less than this is no progress: at such a rate no model ever arrives. */
const LEAST_BYTES_PER_SECOND = 1024

export interface StallWatch {
  /** Bytes have come in. */
  saw(bytes: number): void
  stop(): void
}

/** Calls `onStall` when, in `limitMs`, less came in than a connection that works at all brings. */
export function watchForStall(limitMs: number, onStall: () => void): StallWatch {
  const least = (limitMs / 1000) * LEAST_BYTES_PER_SECOND
  let received = 0
  const timer = setInterval(() => {
    if (received < least) onStall()
    received = 0
  }, limitMs)
  return {
    saw: (bytes) => (received += bytes),
    stop: () => clearInterval(timer),
  }
}
