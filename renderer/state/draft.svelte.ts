import { presetOfWeights } from '../../models/recipe/presets/preset-of-weights.ts'
import { readLoraTags } from '../../models/prompts/lora-tags.ts'
import type { GenerationRequest, Image, Job, Model, Preset, PresetChoice } from '../api/contract.ts'
import {
  firstDraft,
  MODEL_DEFAULTS,
  OWN_SAMPLING,
  parseDraft,
  requestOf,
  type DraftSettings,
} from './draft-settings.ts'
import type { ModelsState } from './models.svelte.ts'
import type { PresetsState } from './presets.svelte.ts'
import { sizeOf, type PictureSize } from './picture-size.ts'
import { createHistory, remember, step, type PromptHistory } from './prompt-history.ts'
import type { QueueState } from './queue.svelte.ts'
import {
  chosenPreset,
  groupForSteps,
  heedsNegativePrompt,
  presetFor,
  presetGroups,
  samplingOf,
  type SamplingSources,
} from './sampling.ts'
import type { UiState } from './ui-state.svelte.ts'

interface DraftOptions {
  readonly uiState: UiState
  readonly queue: QueueState
  readonly models: ModelsState
  readonly presets: PresetsState
  readonly promptHistory: readonly string[]
  readonly firstPrompt: string
}

/** A LoRA by its name, at a strength. */
export interface BroughtLora {
  readonly name: string
  readonly strength: number
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
  /** The model whose best preset is used as soon as it is known. */
  #undecidedId: string | null = null

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
  readonly #fits = $derived.by(() => this.#options.presets.choicesFor(this.#settings.modelId))
  readonly groups = $derived.by(() => presetGroups(this.#options.presets.all, this.model?.family ?? null, this.#fits))
  readonly preset: Preset | null = $derived.by(() => chosenPreset(this.#settings, this.groups))
  /** Whether that preset can be used now, and with which LoRA; null where there is none, or it is not known. */
  readonly presetChoice: PresetChoice | null = $derived.by(
    () => this.#fits?.choices.find(({ presetId }) => presetId === this.preset?.id) ?? null,
  )
  /** The LoRAs that were chosen, and those that the prompt names. */
  readonly #loras: readonly Model[] = $derived.by(() => {
    const { models } = this.#options
    const { loras, prompt } = this.#settings
    const tagged = readLoraTags(prompt).tags.flatMap(({ name }) => models.loraNamed(name) ?? [])
    return [...loras.flatMap(({ id }) => models.find(id) ?? []), ...tagged]
  })
  /** LoRAs that the preset brings along beside those. */
  readonly broughtLoras: readonly BroughtLora[] = $derived.by(() => {
    const chosen = this.#loras.map(({ name }) => name)
    const step = this.presetChoice?.loraId == null ? null : this.#options.models.find(this.presetChoice.loraId)
    const brought = step === null ? [] : [{ name: step.name, strength: this.presetChoice?.strength ?? 1 }]
    const own = this.preset?.loras ?? []
    const besides = brought.filter(({ name }) => !own.some((lora) => lora.name === name))
    return [...besides, ...own].filter(({ name }) => !chosen.includes(name))
  })
  readonly #sources = $derived.by((): SamplingSources => {
    return { model: this.model, preset: this.preset, loras: this.#loras, presets: this.#options.presets.all }
  })
  /** The settings as they will be used, defaults filled in. */
  readonly sampling = $derived.by(() => samplingOf(this.#settings, this.#sources))
  /** Those where nothing is chosen but the steps. */
  readonly ownSampling = $derived.by(() => samplingOf({ ...this.#settings, ...OWN_SAMPLING }, this.#sources))
  readonly size: PictureSize = $derived.by(() => sizeOf(this.sampling))
  /** The one of the model, or of the preset where that has one. */
  readonly ownSize: PictureSize = $derived.by(() =>
    sizeOf(samplingOf({ ...this.#settings, width: null, height: null }, this.#sources)),
  )
  readonly negativeHeeded = $derived.by(() => heedsNegativePrompt(this.sampling.guidance))
  /** What keeps a picture from being made. */
  readonly missing: 'model' | 'weights' | 'prompt' | null = $derived.by(() => {
    if (this.model?.present !== true) return 'model'
    if (this.presetChoice?.state === 'missing') return 'weights'
    return this.#settings.prompt.trim() === '' ? 'prompt' : null
  })

  change(change: Partial<DraftSettings>): void {
    if ('presetGroup' in change || 'modelId' in change || 'steps' in change) this.#undecidedId = null
    this.#settings = { ...this.#settings, ...change }
    this.#options.uiState.write(SECTION, this.#settings)
  }

  /** What goes with a model: LoRAs of another family do not, nor does the VAE of another model. */
  #besides(modelId: string): Pick<DraftSettings, 'loras' | 'vaeId'> {
    const { models } = this.#options
    const family = models.find(modelId)?.family
    const loras = this.#settings.loras.filter(({ id }) => [null, family].includes(models.find(id)?.family))
    return { loras, vaeId: null }
  }

  /** Another model, with its best preset and its own size. */
  chooseModel(id: string): void {
    this.change({ ...MODEL_DEFAULTS, ...this.#besides(id), modelId: id })
    this.#undecidedId = id
    void this.refreshPresets()
  }

  /** Asks which presets fit the model now: it, or what is installed beside it, has changed. */
  async refreshPresets(): Promise<void> {
    const { presets } = this.#options
    const fits = await presets.load(this.#settings.modelId)
    if (fits === null || this.#undecidedId !== this.#settings.modelId) return
    const best = presets.all.find(({ id }) => id === fits.recommended)
    if (best !== undefined) this.change({ presetGroup: best.group, steps: best.steps })
    this.#undecidedId = null
  }

  /** One more LoRA. A step LoRA brings the sampling that it was made for, where nothing else was chosen. */
  addLora(id: string): void {
    this.change({ loras: [...this.#settings.loras, { id, strength: 1 }] })
    const weights = this.#options.models.find(id)?.distilled?.id
    if (weights === undefined || !this.#isOwnSampling) return
    const shown = this.groups.flatMap(({ presets }) => presets)
    const preset = presetOfWeights({ family: this.model?.family ?? null, weights: [weights] }, shown, null)
    if (preset !== null) this.change({ presetGroup: preset.group, steps: preset.steps })
  }

  get #isOwnSampling(): boolean {
    const { presetGroup, scheduler, steps } = this.#settings
    return presetGroup === null && scheduler === null && steps === null && this.model?.builtIn !== true
  }

  /** A preset of another group, with the steps nearest to the present ones; null: the model's own sampling. */
  chooseGroup(id: string | null): void {
    const group = this.groups.find((candidate) => candidate.id === id)
    if (id !== null && group === undefined) return
    const steps = group === undefined ? null : (presetFor(group, this.sampling.scheduler.steps)?.steps ?? null)
    this.change({ ...OWN_SAMPLING, presetGroup: group?.id ?? null, steps })
  }

  /** A preset that fits the model, also where that is not known yet: it may have just been saved. */
  choosePreset({ group, steps }: Preset): void {
    this.change({ ...OWN_SAMPLING, presetGroup: group, steps })
  }

  /** A number of steps; a model that needs more of them gets the preset that lets it do with so few. */
  chooseSteps(steps: number): void {
    const group = this.#needsStepLora ? groupForSteps(this.groups, steps, this.#fits) : null
    this.change(group === null ? { steps } : { ...OWN_SAMPLING, presetGroup: group.id, steps })
  }

  /** Whether neither the model nor what was chosen with it is made for few steps. */
  get #needsStepLora(): boolean {
    const { presetGroup, scheduler } = this.#settings
    if (this.model === null || this.model.builtIn || this.model.distilled !== null) return false
    const hasOne = this.#loras.some(({ distilled }) => distilled !== null)
    return presetGroup === null && scheduler === null && !hasOne
  }

  /**
   * Takes settings over from a picture, which the next one then names as its parent. A prompt that is replaced is the
   * newest of the history, since it may not have been used yet.
   */
  apply(change: Partial<DraftSettings>, parent: Pick<Image, 'id'> | null = null): void {
    const { prompt } = this.#settings
    if (change.prompt !== undefined && change.prompt !== prompt) this.#history = remember(this.#history, prompt)
    this.#parentId = parent?.id ?? null
    const { modelId = this.#settings.modelId } = change
    const isOther = modelId !== this.#settings.modelId
    this.change(isOther ? { ...this.#besides(modelId), ...change } : change)
    if (isOther) void this.refreshPresets()
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
