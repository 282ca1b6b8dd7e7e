/** Does something soon, once for however many requests. */
export interface Coalescer {
  request(): void
  cancel(): void
}

const DELAY_MS = 30

/** @param act runs at most once per delay, after the latest request */
export function createCoalescer(act: () => void, delayMs = DELAY_MS): Coalescer {
  let timer: NodeJS.Timeout | null = null
  return {
    request() {
      timer ??= setTimeout(() => {
        timer = null
        act()
      }, delayMs)
    },
    cancel() {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
