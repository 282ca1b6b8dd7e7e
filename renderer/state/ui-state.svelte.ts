type StoredState = Readonly<Record<string, unknown>>

const SAVE_DELAY_MS = 500
/** Where saving failed: the back end is being started again, or the connection is gone. */
const RETRY_DELAY_MS = 3000

/**
 * What the page finds again after a restart, in sections that each belong to one part of it. The back end stores it
 * without looking inside, so that readers must expect anything.
 */
export class UiState {
  #state: Record<string, unknown>
  readonly #save: (state: StoredState, leaving: boolean) => Promise<void>
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Requests that are not answered yet. */
  #underWay = 0

  constructor(stored: StoredState, save: (state: StoredState, leaving: boolean) => Promise<void>) {
    this.#state = { ...stored }
    this.#save = save
  }

  /** A section as it was last written; not reactive. */
  read(section: string): unknown {
    return this.#state[section]
  }

  /** Replaces a section; it is sent a moment later, together with other changes. */
  write(section: string, value: unknown): void {
    this.#state[section] = value
    this.#sendIn(SAVE_DELAY_MS)
  }

  /** For when the page is left: sends what waits, and again what would be cut off on its way. */
  flush(): void {
    if (this.#timer !== null || this.#underWay > 0) void this.#send(true)
  }

  #sendIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      // One after the other, so that an older state never arrives last.
      if (this.#underWay > 0) this.#sendIn(SAVE_DELAY_MS)
      else void this.#send(false)
    }, ms)
  }

  async #send(leaving: boolean): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#underWay += 1
    try {
      await this.#save(this.#state, leaving)
    } catch {
      this.#sendIn(RETRY_DELAY_MS)
    } finally {
      this.#underWay -= 1
    }
  }
}
