import type { Client } from '../api/client.ts'
import type { CountedText } from './token-limit.ts'

const DELAY_MS = 180

/** Counts the tokens of a text that is being typed. */
export class TokenCounter {
  readonly #client: Client
  #counted = $state.raw<CountedText | null>(null)

  constructor(client: Client) {
    this.#client = client
  }

  /** The latest answer; it may be about a text that has been changed since. */
  get counted(): CountedText | null {
    return this.#counted
  }

  /** Asks a moment later. @returns a function that calls it off */
  count(text: string, modelId: string): () => void {
    const call = new AbortController()
    const timer = setTimeout(() => {
      void this.#ask(text, modelId, call.signal)
    }, DELAY_MS)
    return () => {
      clearTimeout(timer)
      call.abort()
    }
  }

  async #ask(text: string, modelId: string, signal: AbortSignal): Promise<void> {
    try {
      const count = await this.#client.countTokens(text, modelId, signal)
      if (!signal.aborted) this.#counted = { text, ...count }
    } catch {
      // Without an answer there is no counter; the queue bar says that the back end is away.
      if (!signal.aborted) this.#counted = null
    }
  }
}
