import { QueueBusyError } from './queue-busy-error.ts'

/** Lets one at a time have the engine: the jobs, or who borrows it. */
export interface EngineTurns {
  /** Begins to work off the jobs, unless somebody is at it: then they are looked at afterwards. */
  kick(): void
  /**
   * Lends the engine, after another borrower where there is one.
   * @throws QueueBusyError while jobs are at it, which may take hours; as `work`
   */
  borrow<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Gives no more turns, and breaks off what was borrowed. Returns when the last turn has ended. */
  stop(): Promise<void>
}

/** @param workThrough works off all jobs; ends when there is none left, and never rejects */
export function createEngineTurns(workThrough: () => Promise<void>): EngineTurns {
  const stopped = new AbortController()
  let busy = false
  let asked = false
  let lent: Promise<unknown> | null = null
  let ended: Promise<unknown> = Promise.resolve()

  async function workOff(): Promise<void> {
    do {
      asked = false
      await workThrough()
    } while (asked)
    busy = false
  }

  function kick(): void {
    asked = true
    if (busy) return
    busy = true
    ended = workOff()
  }

  async function lend<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await work(stopped.signal)
    } finally {
      lent = null
      busy = false
      // Only where somebody has: so the next borrower finds the engine free.
      if (asked && !stopped.signal.aborted) kick()
    }
  }

  return {
    kick,
    async borrow(work) {
      for (let before = lent; before !== null; before = lent) await before
      if (busy || stopped.signal.aborted) throw new QueueBusyError()
      busy = true
      asked = false
      const lending = lend(work)
      lent = lending.catch(() => undefined)
      ended = lent
      return lending
    },
    async stop() {
      stopped.abort()
      await ended
    },
  }
}
