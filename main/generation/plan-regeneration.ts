import type { Recipe } from '../../models/recipe/recipe.ts'
import { filesOf } from '../catalog/installed-models.ts'
import { openModel } from '../catalog/open-model.ts'
import type { ModelSpec, Provider } from '../engine/protocol.ts'
import { findCheckpoint, findLora, findStartImage, findVae, type RecipeSearch } from './find-sources.ts'
import type { PicturesPlan } from './make-pictures.ts'

export interface RegenerationPlanning extends RecipeSearch {
  readonly providers: readonly Provider[]
}

/**
 * The plan that a recipe was made by, with the same files wherever they lie now, on the devices in use now.
 * @throws RecipeError naming what is missing; ModelFileError; AbortError once `signal` is aborted.
 */
export async function planRegeneration(recipe: Recipe, planning: RegenerationPlanning): Promise<PicturesPlan> {
  const image = recipe.image === null ? null : await findStartImage(recipe.image, recipe, planning)
  const vae = recipe.vae === null ? null : await findVae(recipe.vae, planning)
  const checkpoint = await findCheckpoint(recipe, planning)
  const loras: ModelSpec['loras'] = []
  for (const lora of recipe.loras) loras.push(await findLora(lora, planning))
  const model: ModelSpec = { ...filesOf(checkpoint), vae, loras }
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
      image,
      tiled: recipe.tiling !== null,
      seeds: [recipe.seed],
    },
    opened: openModel(model),
    modelId: checkpoint.id,
    modelName: checkpoint.name,
  }
}
