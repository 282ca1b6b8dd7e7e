import type { GenerationRequest, Image, Job, Model, Preset } from '../api/contract.ts'
import { firstDraft, MODEL_DEFAULTS, parseDraft, requestOf, type DraftSettings } from './draft-settings.ts'
import type { ModelsState } from './models.svelte.ts'
import { sizeOf } from './picture-size.ts'
import { createHistory, remember, step, type PromptHistory } from './prompt-history.ts'
import type { QueueState } from './queue.svelte.ts'
import { chosenPreset, heedsNegativePrompt, presetGroups, samplingOf } from './sampling.ts'
import type { UiState } from './ui-state.svelte.ts'

interface DraftOptions {
  readonly uiState: UiState
  readonly queue: QueueState
  readonly models: ModelsState
  readonly presets: readonly Preset[]
  readonly promptHistory: readonly string[]
  readonly firstPrompt: string
}

const SECTION = 'draft'
const LARGEST_DRAWN_SEED = 2 ** 32

/** The settings of the next picture, and the way to make it. */
export class Draft {
  readonly #options: DraftOptions
  #settings: DraftSettings
  #history: PromptHistory
  #parentId: string | null = null
  #lastJobId: string | null = null

  constructor(options: DraftOptions) {
    const { uiState, models, promptHistory, firstPrompt } = options
    this.#options = options
    const first = firstDraft(firstPrompt, models.first?.id ?? '')
    this.#settings = $state.raw(parseDraft(uiState.read(SECTION), first, models.all))
    this.#history = createHistory(promptHistory)
  }

  get settings(): DraftSettings {
    return this.#settings
  }

  readonly model: Model | null = $derived.by(() => this.#options.models.find(this.#settings.modelId))
  readonly groups = $derived.by(() => presetGroups(this.#options.presets, this.model?.family ?? null))
  readonly preset: Preset | null = $derived.by(() => chosenPreset(this.#settings, this.groups))
  /** The settings as they will be used, defaults filled in. */
  readonly sampling = $derived.by(() => samplingOf(this.#settings, this.preset, this.model))
  readonly size = $derived.by(() => sizeOf(this.#settings, this.model))
  readonly negativeHeeded = $derived.by(() => heedsNegativePrompt(this.sampling.guidance))
  /** What keeps a picture from being made. */
  readonly missing: 'model' | 'prompt' | null = $derived.by(() => {
    if (this.model?.present !== true) return 'model'
    return this.#settings.prompt.trim() === '' ? 'prompt' : null
  })

  change(change: Partial<DraftSettings>): void {
    this.#settings = { ...this.#settings, ...change }
    this.#options.uiState.write(SECTION, this.#settings)
  }

  /** Another model, with its own sampling and size; LoRAs of another family are taken out. */
  chooseModel(id: string): void {
    const family = this.#options.models.find(id)?.family
    const loras = this.#settings.loras.filter((lora) => {
      const loraFamily = this.#options.models.find(lora.id)?.family
      return loraFamily === null || loraFamily === family
    })
    this.change({ ...MODEL_DEFAULTS, modelId: id, loras })
  }

  /**
   * Takes settings over from a picture, which the next one then names as its parent. A prompt that is replaced is the
   * newest of the history, since it may not have been used yet.
   */
  apply(change: Partial<DraftSettings>, parent: Pick<Image, 'id'> | null = null): void {
    const { prompt } = this.#settings
    if (change.prompt !== undefined && change.prompt !== prompt) this.#history = remember(this.#history, prompt)
    this.#parentId = parent?.id ?? null
    this.change(change)
  }

  /** Keeps a seed for the next runs. */
  lockSeed(seed: number | null): void {
    this.change({ seed, seedLocked: seed !== null })
  }

  rollSeed(): void {
    this.lockSeed(Math.floor(Math.random() * LARGEST_DRAWN_SEED))
  }

  /** What Generate would ask for now; null where something is missing. */
  get request(): GenerationRequest | null {
    return this.missing === null ? requestOf(this.#settings, this.preset?.id ?? null, this.#parentId) : null
  }

  /** @returns false where something is missing */
  async generate(place: 'end' | 'next' = 'end'): Promise<boolean> {
    const { request } = this
    if (request === null) return false
    this.#history = remember(this.#history, this.#settings.prompt)
    const { queue } = this.#options
    const jobs = await queue.submit(request, place)
    this.#lastJobId = jobs[0]?.id ?? null
    // It may have begun, and that been told, before this answer came.
    for (const job of [...jobs, ...queue.all.active, ...queue.all.recent]) this.receive(job)
    return jobs.length > 0
  }

  /** The prompt before (1) or after (-1) the one shown, from the history; null at its ends. */
  recallPrompt(direction: 1 | -1): string | null {
    const found = step(this.#history, direction, this.#settings.prompt)
    if (found === null) return null
    this.#history = found.history
    return found.text
  }

  /** Shows the seed that the last run drew, ready to be locked. */
  receive(job: Job): void {
    const { seed, seedLocked } = this.#settings
    if (job.id !== this.#lastJobId || job.seed === null || job.seed === seed || seedLocked) return
    this.change({ seed: job.seed })
  }
}
