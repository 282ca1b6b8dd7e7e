import { cpus } from 'node:os'
import { DEFAULT_TILING } from '../../models/samplers/tiled-decode.ts'
import { RecipeError, type Recipe } from '../../models/recipe/recipe.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { filesOf } from '../catalog/installed-models.ts'
import { openModel } from '../catalog/open-model.ts'
import type { Provider } from '../engine/protocol.ts'
import { findCheckpoint, type RecipeSearch } from './find-sources.ts'
import { decodeKept, type GeneratedPicture, type GenerationEvents } from './generate.ts'
import type { LatentFolder } from './kept-latents.ts'
import type { MadePicture, PictureMaker } from './make-pictures.ts'
import type { MemoryPlanner } from './memory-plan.ts'

export interface DraftFinishing {
  readonly maker: PictureMaker
  readonly drafts: LatentFolder
  readonly search: RecipeSearch
  readonly planner: Pick<MemoryPlanner, 'tiles'>
  readonly providers: readonly Provider[]
  readonly tiling: 'auto' | 'on' | 'off'
}

function finishedRecipe(
  recipe: Recipe,
  { provider, onnxruntime, pixelSha256, latentSha256, timings, width, height }: GeneratedPicture,
  { maker, tiled }: { readonly maker: PictureMaker; readonly tiled: boolean },
): Recipe {
  return {
    ...recipe,
    vae: null,
    tiling: tiled ? { ...DEFAULT_TILING } : null,
    width,
    height,
    device: { provider, name: cpus()[0]?.model ?? 'CPU' },
    engine: { onestroke: maker.onestroke, onnxruntime },
    result: { pixelSha256, latentSha256 },
    createdAt: maker.now().toISOString(),
    timings,
  }
}

/**
 * Decodes the latent of a draft with its model's full VAE; no other network is loaded.
 * @throws RecipeError where the latent or the model is gone; as Engine.request
 */
export async function finishDraft(
  recipe: Recipe,
  { maker, drafts, search, planner, providers, tiling }: DraftFinishing,
  events: Pick<GenerationEvents, 'onActivity' | 'onLoading'>,
): Promise<MadePicture> {
  const latent = await drafts.find(recipe.result.latentSha256)
  if (latent === null) throw new RecipeError(sentence('recipe.latent-gone'))
  const model = { ...filesOf(await findCheckpoint(recipe, search)), vae: null, loras: [] }
  const { width, height, seed } = recipe
  const tiled = planner.tiles({ opened: openModel(model), size: { width, height }, tiling })
  const request = { model, device: { providers: [...providers], threads: null }, tiled }
  const { signal } = search
  const picture = await decodeKept(
    maker.engine,
    request,
    { seed, latent },
    {
      signal,
      onEvent: (event) => {
        if (event.type === 'activity') events.onActivity?.(event.activity)
        else if (event.type === 'loading') events.onLoading?.(event.part)
      },
    },
  )
  return { picture, recipe: finishedRecipe(recipe, picture, { maker, tiled }) }
}
