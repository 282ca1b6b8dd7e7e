import type { Client } from '../api/client.ts'
import type { GenerationRequest, MemoryPlan } from '../api/contract.ts'

const DELAY_MS = 250

/** What the next picture will take of the memory. */
export class MemoryPlanState {
  readonly #client: Client
  #plan = $state.raw<MemoryPlan | null>(null)

  constructor(client: Client) {
    this.#client = client
  }

  /** The latest answer; it may be about settings that have been changed since. Null where there was none. */
  get current(): MemoryPlan | null {
    return this.#plan
  }

  /** Asks a moment later. @returns a function that calls it off */
  ask(request: GenerationRequest | null): () => void {
    if (request === null) {
      this.#plan = null
      return () => undefined
    }
    const call = new AbortController()
    const timer = setTimeout(() => {
      void this.#load(request, call.signal)
    }, DELAY_MS)
    return () => {
      clearTimeout(timer)
      call.abort()
    }
  }

  async #load(request: GenerationRequest, signal: AbortSignal): Promise<void> {
    try {
      const plan = await this.#client.planMemory(request, signal)
      if (!signal.aborted) this.#plan = plan
    } catch {
      // A request that cannot be planned is refused with a reason once it is made.
      if (!signal.aborted) this.#plan = null
    }
  }
}
