type StoredState = Readonly<Record<string, unknown>>

/** The page's own storage, for what the back end has not taken yet. */
export interface Backup {
  /** Null where there is nothing. */
  readonly read: () => string | null
  readonly write: (text: string) => void
  readonly clear: () => void
}

const NOWHERE: Backup = { read: () => null, write: () => undefined, clear: () => undefined }

const SAVE_DELAY_MS = 500
/** Where saving failed: the back end is being started again, or the connection is gone. */
const RETRY_DELAY_MS = 3000

/** The section that says when the others last changed. */
const CHANGED_AT = 'changedAt'

function changedAt(state: StoredState): number {
  const time = state[CHANGED_AT]
  return typeof time === 'number' ? time : 0
}

function parseState(text: string | null): StoredState {
  try {
    const parsed: unknown = JSON.parse(text ?? '')
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {}
  }
}

/**
 * What the page finds again after a restart, in sections that each belong to one part of it. The back end stores it
 * without looking inside, so that readers must expect anything. What it could not be told before the page was left, because
 * it had crashed or the page was closed, waits in the page's own storage.
 */
export class UiState {
  #state: Record<string, unknown>
  readonly #save: (state: StoredState, leaving: boolean) => Promise<void>
  readonly #backup: Backup
  #timer: ReturnType<typeof setTimeout> | null = null
  /** Requests that are not answered yet. */
  #underWay = 0

  constructor(
    stored: StoredState,
    save: (state: StoredState, leaving: boolean) => Promise<void>,
    backup: Backup = NOWHERE,
  ) {
    this.#save = save
    this.#backup = backup
    const kept = parseState(backup.read())
    const isNewer = changedAt(kept) > changedAt(stored)
    this.#state = { ...(isNewer ? kept : stored) }
    if (isNewer) this.#sendIn(SAVE_DELAY_MS)
  }

  /** A section as it was last written; not reactive. */
  read(section: string): unknown {
    return this.#state[section]
  }

  /** Replaces a section; it is sent a moment later, together with other changes. */
  write(section: string, value: unknown): void {
    this.#state[section] = value
    // Never the same twice, so that a change during a save is known as one.
    this.#state[CHANGED_AT] = Math.max(Date.now(), changedAt(this.#state) + 1)
    this.#sendIn(SAVE_DELAY_MS)
  }

  /** For when the page is left: sends what waits, and again what would be cut off on its way. */
  flush(): void {
    if (this.#timer === null && this.#underWay === 0) return
    this.#backup.write(JSON.stringify(this.#state))
    void this.#send(true)
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
    const sent = changedAt(this.#state)
    try {
      await this.#save(this.#state, leaving)
      if (sent === changedAt(this.#state)) this.#backup.clear()
    } catch {
      this.#sendIn(RETRY_DELAY_MS)
    } finally {
      this.#underWay -= 1
    }
  }
}
