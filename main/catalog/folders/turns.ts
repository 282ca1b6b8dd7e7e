/** Does one thing after the other. */
export interface Turns {
  readonly take: (work: () => Promise<void>) => Promise<void>
  /** Resolves when all that was asked for until now is done. */
  readonly all: () => Promise<void>
}

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve()
  return {
    take: (work) => {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
    all: () => last,
  }
}

/**
 * Does something every so often, but not again before it is done: a drive that does not answer keeps the next look from
 * being taken.
 * @returns a function that ends it
 */
export function repeat(work: () => Promise<void>, everyMs: number): () => void {
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    void work().finally(() => (busy = false))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
