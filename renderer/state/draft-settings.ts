import type { GenerationRequest, Model } from '../api/contract.ts'

/** What the prompt panel is set to. */
export interface DraftSettings {
  readonly prompt: string
  readonly negativePrompt: string
  readonly modelId: string
  readonly loras: GenerationRequest['loras']
  /** Id of a preset without its steps (`hyper-unified`); null: the model's own sampling. */
  readonly presetGroup: string | null
  /** Null: the model's or the preset's own; so for the other settings that may be null. */
  readonly steps: number | null
  readonly width: number | null
  readonly height: number | null
  readonly count: number
  /** The seed of the next run where it is locked, else the last run's, for show. */
  readonly seed: number | null
  readonly seedLocked: boolean
  readonly scheduler: GenerationRequest['scheduler']
  readonly spacing: GenerationRequest['spacing']
  readonly eta: number | null
  readonly guidance: number | null
  readonly clipSkip: number
  readonly noiseSource: GenerationRequest['noiseSource']
  readonly vaeId: GenerationRequest['vaeId']
  readonly tiling: GenerationRequest['tiling']
}

export const MAX_LORAS = 16
export const MAX_COUNT = 100

/** The first draft of all: something to press Generate on. */
export function firstDraft(prompt: string, modelId: string): DraftSettings {
  return {
    prompt,
    negativePrompt: '',
    modelId,
    loras: [],
    presetGroup: null,
    steps: null,
    width: null,
    height: null,
    count: 1,
    seed: null,
    seedLocked: false,
    scheduler: null,
    spacing: null,
    eta: null,
    guidance: null,
    clipSkip: 0,
    noiseSource: 'cpu',
    vaeId: null,
    tiling: 'auto',
  }
}

/** Sampling as the model or preset has it. */
export const OWN_SAMPLING = {
  scheduler: null,
  spacing: null,
  eta: null,
  guidance: null,
} as const satisfies Partial<DraftSettings>

/** Settings that belong to a model and make no sense with another. */
export const MODEL_DEFAULTS = {
  ...OWN_SAMPLING,
  presetGroup: null,
  steps: null,
  width: null,
  height: null,
  vaeId: null,
} as const satisfies Partial<DraftSettings>

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isLora(value: unknown): value is DraftSettings['loras'][number] {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['strength'] === 'number'
}

/** Whether a stored value may stand where `model` stands: same type, or null where that is allowed. */
function isAlike(key: keyof DraftSettings, value: unknown, model: DraftSettings): boolean {
  if (key === 'loras') return Array.isArray(value) && value.every(isLora)
  if (value === null) return model[key] === null
  switch (key) {
    case 'presetGroup':
    case 'scheduler':
    case 'spacing':
    case 'vaeId':
      return typeof value === 'string'
    case 'steps':
    case 'width':
    case 'height':
    case 'seed':
    case 'eta':
    case 'guidance':
      return typeof value === 'number' && Number.isFinite(value)
    default:
      return typeof value === typeof model[key]
  }
}

/**
 * The stored draft over `otherwise`: settings that are missing or of the wrong type are left out, and so is a model
 * that is no longer installed.
 */
export function parseDraft(stored: unknown, otherwise: DraftSettings, models: readonly Model[]): DraftSettings {
  if (!isRecord(stored)) return otherwise
  const keys = Object.keys(otherwise) as (keyof DraftSettings)[]
  const kept = keys.filter((key) => key in stored && isAlike(key, stored[key], otherwise))
  const draft = { ...otherwise, ...Object.fromEntries(kept.map((key) => [key, stored[key]])) }
  const ids = new Set(models.map(({ id }) => id))
  const loras = draft.loras.filter(
    ({ id }, index) => ids.has(id) && draft.loras.findIndex((other) => other.id === id) === index,
  )
  return ids.has(draft.modelId)
    ? { ...draft, loras }
    : { ...draft, loras, ...MODEL_DEFAULTS, modelId: otherwise.modelId }
}

/** The request that a draft makes. */
export function requestOf(draft: DraftSettings, presetId: string | null, parentId: string | null): GenerationRequest {
  const { presetGroup: _group, seedLocked, seed, negativePrompt, ...same } = draft
  return {
    ...same,
    negativePrompt: negativePrompt.trim() === '' ? null : negativePrompt,
    presetId,
    seed: seedLocked ? seed : null,
    parentId,
  }
}
