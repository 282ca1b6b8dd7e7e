import type { StudioEvent } from './contract.ts'
import { readLines } from './lines.ts'

export type Connection = 'connecting' | 'online' | 'offline'
export type EventListener = (event: StudioEvent) => void

interface EventSourceOptions {
  readonly open: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>
  readonly onConnection: (connection: Connection) => void
}

/** The back end sends `alive` every 15 seconds: silence for this long means that the connection is dead. */
const SILENCE_MS = 40_000

/** Wait before the next attempt: 0.5 s, doubling up to 8 s. */
export function reconnectDelayMs(failures: number): number {
  return Math.min(8000, 500 * 2 ** failures)
}

/**
 * The stream of events, opened again whenever it ends. The back end sends the present state first on every connection,
 * so that listeners need no memory of what they missed.
 */
export class Events {
  readonly #options: EventSourceOptions
  readonly #listeners = new Set<EventListener>()
  readonly #stopped = new AbortController()
  #wake: (() => void) | null = null
  #failures = 0

  constructor(options: EventSourceOptions) {
    this.#options = options
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Runs until `stop`. */
  async start(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await this.#listen().catch(() => undefined)
      if (this.#stopped.signal.aborted) return
      this.#options.onConnection('offline')
      await this.#pause(reconnectDelayMs(this.#failures))
      this.#failures += 1
    }
  }

  /** Tries at once instead of waiting. */
  retry(): void {
    this.#wake?.()
  }

  stop(): void {
    this.#stopped.abort()
    this.retry()
  }

  async #listen(): Promise<void> {
    const attempt = new AbortController()
    const abort = () => {
      attempt.abort()
    }
    this.#stopped.signal.addEventListener('abort', abort)
    let silence = setTimeout(abort, SILENCE_MS)
    try {
      for await (const line of readLines(await this.#options.open(attempt.signal))) {
        clearTimeout(silence)
        silence = setTimeout(abort, SILENCE_MS)
        this.#failures = 0
        this.#options.onConnection('online')
        if (line !== '') this.#publish(JSON.parse(line) as StudioEvent)
      }
    } finally {
      clearTimeout(silence)
      this.#stopped.signal.removeEventListener('abort', abort)
    }
  }

  #publish(event: StudioEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  #pause(ms: number): Promise<void> {
    // Whoever was told of the lost connection may have stopped it.
    if (this.#stopped.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer)
        this.#wake = null
        resolve()
      }
      const timer = setTimeout(finish, ms)
      this.#wake = finish
    })
  }
}
