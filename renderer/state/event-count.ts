/**
 * Tells answers that may be out of date: what an event brought while the answer was on its way can be newer. Whatever an
 * answer tells, an event tells too, so that one can be left out.
 */
export class EventCount {
  #events = 0

  /** An event has come. */
  note(): void {
    this.#events += 1
  }

  /** Waits for an answer. @returns it; null where an event has come meanwhile. @throws as the answer */
  async fresh<T>(answer: Promise<T>): Promise<T | null> {
    const before = this.#events
    const value = await answer
    return this.#events === before ? value : null
  }
}
