import { cpus } from 'node:os'
import type { Recipe } from '../../models/recipe/recipe.ts'
import type { FileHasher } from '../catalog/file-hashes.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import type { Engine } from '../engine/engine-client.ts'
import { CancelledError } from '../engine/engine-errors.ts'
import type { ModelSpec } from '../engine/protocol.ts'
import { composeRecipe } from './compose-recipe.ts'
import {
  generatePictures,
  UndecodedError,
  type GeneratedPicture,
  type GenerationEvents,
  type GenerationRequest,
} from './generate.ts'
import { undecodedName, type LatentFolder } from './kept-latents.ts'
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
  /** Where latents go that could not be decoded; null: nowhere. */
  readonly undecoded: LatentFolder | null
  /** Onestroke's version. */
  readonly onestroke: string
  readonly now: () => Date
}

/** A picture in memory with everything that decided it. */
export interface MadePicture {
  readonly picture: GeneratedPicture
  readonly recipe: Recipe
}

/** A picture that could not be decoded, but whose latent was kept; `cause` says why. */
export class LatentKeptError extends Error {
  override readonly name = 'LatentKeptError'

  constructor(cause: unknown) {
    super('the latent was kept', { cause })
  }
}

/** Keeps a latent for another try. @returns what to throw. */
async function keepUndecoded(error: unknown, plan: PicturesPlan, undecoded: LatentFolder | null): Promise<unknown> {
  if (!(error instanceof UndecodedError)) return error
  if (undecoded === null) return error.cause
  try {
    await undecoded.keep(undecodedName(plan, error.seed), error.latent)
  } catch {
    // A full disk: what went wrong first is what the user has to know.
    return error.cause
  }
  return new LatentKeptError(error.cause)
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
 * @throws LatentKeptError where a picture is there but for its decoding; else as Engine.request; FileError and
 *   ModelFileError where the model's files cannot be read.
 */
export async function* makePictures(
  maker: PictureMaker,
  plan: PicturesPlan,
  events: GenerationEvents & { readonly signal: AbortSignal },
): AsyncGenerator<MadePicture, void> {
  const { request, opened, modelId, modelName } = plan
  const { engine, hasher, startImages, undecoded, onestroke, now } = maker
  const findLatent = async (seed: number) => (await undecoded?.find(undecodedName(plan, seed))) ?? null
  const hashing = startHashing(hasher, request.model, events.signal)
  try {
    if (request.image !== null) await startImages.keep(request.image, request.sampling)
    for await (const picture of generatePictures(engine, request, events, findLatent)) {
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
      await undecoded?.remove(undecodedName(plan, picture.seed))
    }
  } catch (error) {
    throw await keepUndecoded(error, plan, undecoded)
  } finally {
    hashing.stop()
    await hasher.save()
  }
}
