import type { Client } from '../api/client.ts'
import type { ExportedPresets, GenerationRequest, Preset, PresetChoices } from '../api/contract.ts'

interface Answer {
  readonly modelId: string
  readonly choices: PresetChoices
}

/** All presets, and which of them fit the checkpoint in use. */
export class PresetsState {
  readonly #client: Client['presets']
  #presets: readonly Preset[]
  #answer = $state.raw<Answer | null>(null)
  #question = 0

  constructor(client: Client['presets'], initial: readonly Preset[]) {
    this.#client = client
    this.#presets = $state.raw(initial)
  }

  get all(): readonly Preset[] {
    return this.#presets
  }

  /** Which fit a checkpoint; null until that was answered. */
  choicesFor(modelId: string): PresetChoices | null {
    return this.#answer?.modelId === modelId ? this.#answer.choices : null
  }

  receive(presets: readonly Preset[]): void {
    this.#presets = presets
  }

  /** Asks which fit a checkpoint. @returns null where there was no answer, or a later question took its place */
  async load(modelId: string): Promise<PresetChoices | null> {
    const question = ++this.#question
    try {
      const choices = await this.#client.choices(modelId)
      if (question !== this.#question) return null
      this.#answer = { modelId, choices }
      return choices
    } catch {
      // All presets are offered then; the back end says what is missing once one is used.
      return null
    }
  }

  /** Saves what a request amounts to. @returns the new preset. @throws RequestError */
  async save(title: string, request: GenerationRequest): Promise<Preset | null> {
    const before = this.#presets.map(({ id }) => id)
    this.receive(await this.#client.saveRequest(title, request))
    return this.#presets.find(({ id }) => !before.includes(id)) ?? null
  }

  /** @throws RequestError */
  async remove(id: string): Promise<void> {
    this.receive(await this.#client.remove(id))
  }

  /** @throws RequestError */
  exported(): Promise<ExportedPresets> {
    return this.#client.exported()
  }

  /** @returns how many were added. @throws RequestError, SyntaxError where the text is no JSON */
  async importFrom(text: string): Promise<number> {
    const before = this.#presets.length
    this.receive(await this.#client.importFrom(JSON.parse(text)))
    return this.#presets.length - before
  }
}
