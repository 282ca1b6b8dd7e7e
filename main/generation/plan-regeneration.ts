import { basename } from 'node:path'
import type { Recipe } from '../../models/recipe/recipe.ts'
import { RecipeError } from '../../models/recipe/recipe.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { FileHasher } from '../catalog/file-hashes.ts'
import type { InstalledModels, UsableModel } from '../catalog/installed-models.ts'
import { openModel } from '../catalog/open-model.ts'
import type { ModelSpec, Provider } from '../engine/protocol.ts'
import type { PicturesPlan } from './make-pictures.ts'
import { hashSources } from './recipe-sources.ts'

export interface RegenerationPlanning {
  readonly models: Pick<InstalledModels, 'present'>
  readonly hasher: FileHasher
  readonly providers: readonly Provider[]
  readonly signal: AbortSignal
}

type RecipeFile = Recipe['model']['files'][number]

function sameFiles(first: readonly RecipeFile[], second: readonly RecipeFile[]): boolean {
  const hashes = (files: readonly RecipeFile[]) => files.map(({ sha256 }) => sha256).toSorted()
  return hashes(first).join() === hashes(second).join()
}

/** Likely ones first: hashing a wrong file of some gigabytes takes long. */
function byLikelihood(models: readonly UsableModel[], isLikely: (model: UsableModel) => boolean): UsableModel[] {
  return [...models.filter(isLikely), ...models.filter((model) => !isLikely(model))]
}

async function findCheckpoint(recipe: Recipe, { models, hasher, signal }: RegenerationPlanning): Promise<UsableModel> {
  const { model } = recipe
  const names = new Set(model.files.map(({ name }) => name))
  const isLikely = ({ id, path }: UsableModel) => id === model.id || names.has(basename(path))
  for (const candidate of byLikelihood(models.present('checkpoint'), isLikely)) {
    const { files } = await hashSources(hasher, { path: candidate.path, vae: null, loras: [] }, signal)
    if (sameFiles(files, model.files)) return candidate
  }
  const wanted = model.files.map(({ name }) => name).join(', ')
  throw new RecipeError(sentence('recipe.model-missing', { name: model.name, files: wanted }))
}

async function findLora(
  lora: Recipe['loras'][number],
  { models, hasher, signal }: RegenerationPlanning,
): Promise<ModelSpec['loras'][number]> {
  for (const candidate of byLikelihood(models.present('lora'), ({ path }) => basename(path).startsWith(lora.name))) {
    const { sha256 } = await hasher.hash(candidate.path, signal)
    if (sha256 === lora.sha256) return { path: candidate.path, strength: lora.strength }
  }
  throw new RecipeError(sentence('recipe.lora-missing', { name: lora.name }))
}

function refuseWhatIsNotStored({ image, vae }: Recipe): void {
  if (image !== null) {
    throw new RecipeError(sentence('recipe.start-picture'))
  }
  if (vae === null) return
  throw new RecipeError(sentence('recipe.vae', { name: vae.name }))
}

/**
 * The plan that a recipe was made by, with the same files wherever they lie now, on the devices in use now.
 * @throws RecipeError naming what is missing; ModelFileError; AbortError once `signal` is aborted.
 */
export async function planRegeneration(recipe: Recipe, planning: RegenerationPlanning): Promise<PicturesPlan> {
  refuseWhatIsNotStored(recipe)
  const checkpoint = await findCheckpoint(recipe, planning)
  const loras: ModelSpec['loras'] = []
  for (const lora of recipe.loras) loras.push(await findLora(lora, planning))
  const model: ModelSpec = { path: checkpoint.path, vae: null, loras }
  const { scheduler, guidance, width, height } = recipe
  const { kind, steps, timesteps, spacing, eta } = scheduler
  return {
    request: {
      model,
      device: { providers: [...planning.providers], threads: null },
      prompt: recipe.prompt,
      negativePrompt: recipe.negativePrompt,
      clipSkip: recipe.clipSkip,
      emphasis: recipe.emphasis,
      // Where a recipe names no spacing, the scheduler has a grid of its own and heeds none.
      sampling: { scheduler: { kind, steps, timesteps, spacing: spacing ?? 'trailing', eta }, guidance, width, height },
      noiseSource: recipe.noiseSource,
      image: null,
      seeds: [recipe.seed],
    },
    opened: openModel(model),
    modelId: checkpoint.id,
    modelName: checkpoint.name,
  }
}
