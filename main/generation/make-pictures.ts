import { cpus } from 'node:os'
import type { Recipe } from '../../models/recipe/recipe.ts'
import type { FileHasher } from '../catalog/file-hashes.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import type { Engine } from '../engine/engine-client.ts'
import { CancelledError } from '../engine/engine-errors.ts'
import type { ModelSpec } from '../engine/protocol.ts'
import { composeRecipe } from './compose-recipe.ts'
import { generatePictures, type GeneratedPicture, type GenerationEvents, type GenerationRequest } from './generate.ts'
import { hashSources } from './recipe-sources.ts'
import type { StartImages } from './start-images.ts'

/** What is going to be made. */
export interface PicturesPlan {
  readonly request: GenerationRequest
  readonly opened: OpenedModel
  /** The catalog's id of the model; null for a path. */
  readonly modelId: string | null
  readonly modelName: string
}

/** What pictures are made with. */
export interface PictureMaker {
  readonly engine: Engine
  readonly hasher: FileHasher
  readonly startImages: Pick<StartImages, 'keep'>
  /** Onestroke's version. */
  readonly onestroke: string
  readonly now: () => Date
}

/** A picture in memory with everything that decided it. */
export interface MadePicture {
  readonly picture: GeneratedPicture
  readonly recipe: Recipe
}

/** Hashes the files of a model while pictures are made with it. Large ones take longer than a picture does. */
function startHashing(hasher: FileHasher, model: ModelSpec, signal: AbortSignal) {
  const stopped = new AbortController()
  const sources = hashSources(hasher, model, AbortSignal.any([signal, stopped.signal])).catch((error: unknown) => {
    if (signal.aborted) throw new CancelledError()
    throw error
  })
  // A failure is reported where the result is awaited; until then it must not count as unhandled.
  sources.catch(() => undefined)
  return { sources, stop: () => stopped.abort() }
}

/**
 * Makes the pictures of a plan one after another and writes each one's recipe.
 * @throws as Engine.request; FileError and ModelFileError where the model's files cannot be read.
 */
export async function* makePictures(
  maker: PictureMaker,
  plan: PicturesPlan,
  events: GenerationEvents & { readonly signal: AbortSignal },
): AsyncGenerator<MadePicture, void> {
  const { request, opened, modelId, modelName } = plan
  const { engine, hasher, startImages, onestroke, now } = maker
  const hashing = startHashing(hasher, request.model, events.signal)
  try {
    if (request.image !== null) await startImages.keep(request.image, request.sampling)
    for await (const picture of generatePictures(engine, request, events)) {
      const recipe = composeRecipe(request, picture, {
        sources: await hashing.sources,
        modelId,
        modelName,
        family: opened.family,
        predictionType: opened.predictionType,
        deviceName: cpus()[0]?.model ?? 'CPU',
        onestroke,
        createdAt: now(),
      })
      yield { picture, recipe }
    }
  } finally {
    hashing.stop()
    await hasher.save()
  }
}
