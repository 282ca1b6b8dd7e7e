import { MediaQuery } from 'svelte/reactivity'
import type { Client } from '../api/client.ts'
import type { Sentence, Settings } from '../api/contract.ts'
import { catalogues } from '../messages/catalogue.ts'
import type { Messages } from '../messages/en.ts'
import { explain, say } from '../messages/say.ts'

interface SettingsOptions {
  readonly client: Client
  readonly initial: Settings
  readonly onError: (error: unknown) => void
}

/** The user's settings, and what follows from them. */
export class SettingsState {
  /** As the back end has them. */
  #stored: Settings
  /** Changes that it has not confirmed yet, in the order they were made. */
  #pending = $state.raw<readonly Partial<Settings>[]>([])
  #storing = Promise.resolve()
  readonly #options: SettingsOptions
  readonly #systemIsDark = new MediaQuery('prefers-color-scheme: dark', true)

  constructor(options: SettingsOptions) {
    this.#options = options
    this.#stored = $state.raw(options.initial)
  }

  readonly current: Settings = $derived.by(() => Object.assign({}, this.#stored, ...this.#pending) as Settings)

  /** The texts of the chosen language. */
  get messages(): Messages {
    return catalogues[this.current.language]
  }

  /** What the back end says, in the chosen language. */
  say(sentence: Sentence): string {
    return say(sentence, this.current.language)
  }

  /** What to tell of an error, in the chosen language. */
  explain(error: unknown): string {
    return explain(error, this.current.language)
  }

  get theme(): 'dark' | 'light' {
    if (this.current.theme !== 'system') return this.current.theme
    return this.#systemIsDark.current ? 'dark' : 'light'
  }

  receive(settings: Settings): void {
    this.#stored = settings
  }

  /**
   * Shows the change at once, and takes it back where it could not be stored.
   * @param onError tells the user why it was not
   */
  change(change: Partial<Settings>, onError = this.#options.onError): Promise<void> {
    this.#pending = [...this.#pending, change]
    // One after the other, so that the last answer is about all of them.
    this.#storing = this.#storing.then(() => this.#store(change, onError))
    return this.#storing
  }

  async #store(change: Partial<Settings>, onError: (error: unknown) => void): Promise<void> {
    try {
      this.#stored = await this.#options.client.saveSettings(change)
    } catch (error) {
      onError(error)
    } finally {
      this.#pending = this.#pending.filter((other) => other !== change)
    }
  }
}
