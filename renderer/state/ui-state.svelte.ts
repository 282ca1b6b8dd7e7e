type StoredState = Readonly<Record<string, unknown>>

const SAVE_DELAY_MS = 500

/**
 * What the page finds again after a restart, in sections that each belong to one part of it. The back end stores it
 * without looking inside, so that readers must expect anything.
 */
export class UiState {
  #state: Record<string, unknown>
  readonly #save: (state: StoredState, leaving: boolean) => Promise<void>
  #timer: ReturnType<typeof setTimeout> | null = null

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
    this.#timer ??= setTimeout(() => {
      this.#send(false)
    }, SAVE_DELAY_MS)
  }

  /** For when the page is left: sends what waits. */
  flush(): void {
    if (this.#timer !== null) this.#send(true)
  }

  #send(leaving: boolean): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    // What is lost here is a panel's width or a draft that the next change sends again.
    this.#save(this.#state, leaving).catch(() => undefined)
  }
}
