/** How fast bytes come in, over the last seconds. */
export interface Speed {
  /** @param doneBytes all so far; fewer than before where a download began anew */
  record(doneBytes: number): void
  /** Null until enough was seen. */
  bytesPerSecond(): number | null
}

const WINDOW_MS = 8000
const LEAST_SPAN_MS = 1000

/** @param now milliseconds, of a clock that is never set back */
export function createSpeed(now: () => number): Speed {
  let samples: { readonly at: number; readonly doneBytes: number }[] = []
  return {
    record(doneBytes) {
      const at = now()
      const last = samples.at(-1)
      if (last !== undefined && doneBytes < last.doneBytes) samples = []
      if (last !== undefined && at - last.at < LEAST_SPAN_MS / 4) return
      samples = [...samples.filter((sample) => at - sample.at <= WINDOW_MS), { at, doneBytes }]
    },
    bytesPerSecond() {
      const [first] = samples
      const last = samples.at(-1)
      if (first === undefined || last === undefined || last.at - first.at < LEAST_SPAN_MS) return null
      return (1000 * (last.doneBytes - first.doneBytes)) / (last.at - first.at)
    },
  }
}
