import { MediaQuery } from 'svelte/reactivity'
import type { Client } from '../api/client.ts'
import type { Settings } from '../api/contract.ts'
import { catalogues } from '../messages/catalogue.ts'
import type { Messages } from '../messages/en.ts'

interface SettingsOptions {
  readonly client: Client
  readonly initial: Settings
  readonly onError: (error: unknown) => void
}

/** The user's settings, and what follows from them. */
export class SettingsState {
  #settings: Settings
  readonly #options: SettingsOptions
  readonly #systemIsDark = new MediaQuery('prefers-color-scheme: dark', true)

  constructor(options: SettingsOptions) {
    this.#options = options
    this.#settings = $state.raw(options.initial)
  }

  get current(): Settings {
    return this.#settings
  }

  /** The texts of the chosen language. */
  get messages(): Messages {
    return catalogues[this.#settings.language]
  }

  get theme(): 'dark' | 'light' {
    if (this.#settings.theme !== 'system') return this.#settings.theme
    return this.#systemIsDark.current ? 'dark' : 'light'
  }

  receive(settings: Settings): void {
    this.#settings = settings
  }

  /** Shows the change at once, and takes it back where it could not be stored. */
  async change(change: Partial<Settings>): Promise<void> {
    const before = this.#settings
    this.#settings = { ...before, ...change }
    try {
      this.#settings = await this.#options.client.saveSettings(change)
    } catch (error) {
      this.#settings = before
      this.#options.onError(error)
    }
  }
}
