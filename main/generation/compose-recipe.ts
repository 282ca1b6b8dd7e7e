import { RECIPE_VERSION, type Recipe } from '../../models/recipe/recipe.ts'
import type { PredictionType, Family } from '../../models/checkpoints/checkpoint.ts'
import { DEFAULT_TILING } from '../../models/samplers/tiled-decode.ts'
import { hashPixels } from '../images/pixel-hash.ts'
import type { GeneratedPicture, GenerationRequest } from './generate.ts'
import type { RecipeSources } from './recipe-sources.ts'

/** What a recipe needs beside the request and the picture. */
export interface RecipeFacts {
  readonly sources: RecipeSources
  /** The catalog's id of the model; null for a file named by its path. */
  readonly modelId: string | null
  readonly modelName: string
  readonly family: Family
  readonly predictionType: PredictionType
  readonly deviceName: string
  readonly onestroke: string
  readonly createdAt: Date
}

/** TCD and LCM keep to a grid of their own. */
function spacingOf({ kind, spacing }: GenerationRequest['sampling']['scheduler']): Recipe['scheduler']['spacing'] {
  return kind === 'tcd' || kind === 'lcm' ? null : spacing
}

function describeImage({ image }: GenerationRequest): Recipe['image'] {
  if (image === null) return null
  const { pixels, mask, strength } = image
  return { pixelSha256: hashPixels(pixels), maskSha256: mask === null ? null : hashPixels(mask), strength }
}

/** Writes down everything that decided a picture's pixels, and what came out. */
export function composeRecipe(request: GenerationRequest, picture: GeneratedPicture, facts: RecipeFacts): Recipe {
  const { sampling, prompt, negativePrompt, clipSkip, emphasis, noiseSource } = request
  const { kind, steps, timesteps, eta } = sampling.scheduler
  const { sources } = facts
  return {
    version: RECIPE_VERSION,
    prompt,
    negativePrompt,
    model: { id: facts.modelId, name: facts.modelName, family: facts.family, files: sources.files },
    loras: sources.loras,
    vae: sources.vae,
    tiling: request.tiled ? { ...DEFAULT_TILING } : null,
    scheduler: {
      kind,
      steps,
      timesteps,
      spacing: spacingOf(sampling.scheduler),
      eta,
      predictionType: facts.predictionType,
    },
    guidance: sampling.guidance,
    clipSkip,
    emphasis,
    seed: picture.seed,
    width: picture.width,
    height: picture.height,
    image: describeImage(request),
    noiseSource,
    device: { provider: picture.provider, name: facts.deviceName },
    engine: { onestroke: facts.onestroke, onnxruntime: picture.onnxruntime },
    result: { pixelSha256: picture.pixelSha256, latentSha256: picture.latentSha256 },
    createdAt: facts.createdAt.toISOString(),
    timings: picture.timings,
  }
}
