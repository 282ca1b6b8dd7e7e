import type { GenerationRequest, ImageDetail, Model } from '../api/contract.ts'
import type { Recipe } from '../../models/recipe/recipe.ts'
import type { DraftSettings } from './draft-settings.ts'

/** What of a picture's settings is taken over. `remix` is everything but the seed. */
export type RecallPart = 'all' | 'remix' | 'prompt' | 'seed' | 'size'

export interface Recalled {
  readonly change: Partial<DraftSettings>
  /** Names of the model and LoRAs that are not installed. */
  readonly missing: readonly string[]
}

/** The recipe of a picture. The back end checked it when it stored it; an unknown version is none. */
export function recipeOf(detail: Pick<ImageDetail, 'recipe'>): Recipe | null {
  return detail.recipe?.['version'] === 1 ? (detail.recipe as Recipe) : null
}

function modelIn(models: readonly Model[], kind: Model['kind'], id: string | null, name: string): Model | undefined {
  const ofKind = models.filter((model) => model.kind === kind)
  return ofKind.find((model) => model.id === id) ?? ofKind.find((model) => model.name === name)
}

/** A LoRA's file name and its name in the list differ by the ending at most. */
function withoutEnding(name: string): string {
  return name.replace(/\.safetensors$/, '')
}

/** The LoRAs that were chosen: a model's own comes with it. */
function chosenLoras({ loras }: Recipe, model: Model | undefined): Recipe['loras'] {
  const own = model?.ownLora
  const isOwn = (lora: Recipe['loras'][number]) => lora.name === own?.name && lora.strength === own.strength
  return loras.length === 1 && loras.every(isOwn) ? [] : loras
}

/** A LoRA that acted twice acts as once with both strengths. */
function eachOnce(loras: DraftSettings['loras']): DraftSettings['loras'] {
  const ids = [...new Set(loras.map(({ id }) => id))]
  return ids.map((id) => ({
    id,
    strength: loras.filter((lora) => lora.id === id).reduce((sum, { strength }) => sum + strength, 0),
  }))
}

function recipeSettings(recipe: Recipe, models: readonly Model[]): Recalled {
  const model = modelIn(models, 'checkpoint', recipe.model.id, recipe.model.name)
  const loras = chosenLoras(recipe, model).map(({ name, strength }) => {
    const found = models.find((other) => other.kind === 'lora' && withoutEnding(other.name) === withoutEnding(name))
    return { name, strength, id: found?.id }
  })
  const vae =
    recipe.vae === null
      ? null
      : models.find(
          (other) => other.kind === 'vae' && withoutEnding(other.name) === withoutEnding(recipe.vae?.name ?? ''),
        )
  const { scheduler } = recipe
  // Timesteps of one's own belong to the one preset that has some.
  const sampling =
    scheduler.timesteps === null
      ? { presetGroup: null, scheduler: scheduler.kind, spacing: scheduler.spacing, eta: scheduler.eta }
      : { presetGroup: 'hyper-sdxl-unet', scheduler: null, spacing: null, eta: null }
  return {
    change: {
      ...(model === undefined ? {} : { modelId: model.id }),
      loras: eachOnce(loras.flatMap(({ id, strength }) => (id === undefined ? [] : [{ id, strength }]))),
      ...sampling,
      steps: scheduler.steps,
      guidance: recipe.guidance,
      clipSkip: recipe.clipSkip,
      noiseSource: recipe.noiseSource,
      vaeId: vae?.id ?? null,
      tiling: recipe.tiling === null ? 'auto' : 'on',
    },
    missing: [
      ...(model === undefined ? [recipe.model.name] : []),
      ...loras.flatMap(({ id, name }) => (id === undefined ? [name] : [])),
      ...(recipe.vae !== null && vae === undefined ? [recipe.vae.name] : []),
    ],
  }
}

/** The prompt panel's settings that a picture gives. A picture without a recipe gives what the library knows of it. */
export function recall(detail: ImageDetail, part: RecallPart, models: readonly Model[]): Recalled {
  const prompt = { prompt: detail.prompt, negativePrompt: detail.negativePrompt ?? '' }
  const seed = { seed: detail.seed, seedLocked: true }
  const size = { width: detail.width, height: detail.height }
  if (part === 'prompt') return { change: prompt, missing: [] }
  if (part === 'seed') return { change: seed, missing: [] }
  if (part === 'size') return { change: size, missing: [] }
  const recipe = recipeOf(detail)
  const { change, missing } =
    recipe === null ? { change: { steps: detail.steps }, missing: [] } : recipeSettings(recipe, models)
  const together = { ...prompt, ...size, ...change }
  if (part === 'all') return { change: { ...together, ...seed, count: 1 }, missing }
  return { change: { ...together, seedLocked: false }, missing }
}

const VARIATIONS = 4

export interface Variations {
  /** Null where something is missing, or the picture has no recipe. */
  readonly request: GenerationRequest | null
  /** Names of the model, LoRAs and VAE that are not installed. */
  readonly missing: readonly string[]
}

/** The request for pictures near this one: the same settings with the seeds that follow. */
export function variationsOf(detail: ImageDetail, models: readonly Model[]): Variations {
  const recipe = recipeOf(detail)
  if (recipe === null) return { request: null, missing: [] }
  const recalled = recipeSettings(recipe, models)
  return { request: requestNear(detail, recipe, recalled), missing: recalled.missing }
}

function requestNear(detail: ImageDetail, recipe: Recipe, { change, missing }: Recalled): GenerationRequest | null {
  const { modelId, loras } = change
  if (missing.length > 0 || modelId === undefined || loras === undefined) return null
  return {
    prompt: detail.prompt,
    negativePrompt: detail.negativePrompt,
    modelId,
    loras,
    presetId: recipe.scheduler.timesteps === null ? null : `hyper-sdxl-unet-${recipe.scheduler.steps}`,
    steps: recipe.scheduler.steps,
    scheduler: change.scheduler ?? null,
    spacing: change.spacing ?? null,
    eta: change.eta ?? null,
    guidance: recipe.guidance,
    clipSkip: recipe.clipSkip,
    width: detail.width,
    height: detail.height,
    seed: Math.min(detail.seed + 1, Number.MAX_SAFE_INTEGER),
    count: VARIATIONS,
    noiseSource: recipe.noiseSource,
    vaeId: change.vaeId ?? null,
    tiling: change.tiling ?? 'auto',
    parentId: detail.id,
  }
}
