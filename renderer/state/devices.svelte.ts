import type { Client } from '../api/client.ts'
import type { Devices } from '../api/contract.ts'

interface DevicesOptions {
  readonly client: Client
  readonly onError: (error: unknown) => void
}

/** What can compute pictures here; null until it was asked for. */
export class DevicesState {
  readonly #options: DevicesOptions
  #devices = $state.raw<Devices | null>(null)
  #asked = $state(false)

  constructor(options: DevicesOptions) {
    this.#options = options
  }

  get current(): Devices | null {
    return this.#devices
  }

  /** Whether they are being tested, by this page or another. */
  get beingTested(): boolean {
    return this.#asked || this.#devices?.testing != null
  }

  receive(devices: Devices): void {
    this.#devices = devices
  }

  /** Asks what is known. */
  load(): Promise<void> {
    return this.#apply(this.#options.client.devices.get())
  }

  /** Tests all of them; events tell which one is at it. */
  async test(): Promise<void> {
    this.#asked = true
    await this.#apply(this.#options.client.devices.test())
    this.#asked = false
  }

  async #apply(answer: Promise<Devices>): Promise<void> {
    try {
      this.receive(await answer)
    } catch (error) {
      this.#options.onError(error)
    }
  }
}
