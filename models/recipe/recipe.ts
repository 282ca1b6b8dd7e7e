import { z } from 'zod'

import { EMPHASES } from '../prompts/emphasis.ts'
import { PREDICTION_TYPES, SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../schedulers/scheduler-settings.ts'
import { sentence } from '../sentences/catalogue.ts'
import { SentenceError } from '../sentences/sentence-error.ts'

/** The version that this program writes, and the newest that it reads. */
export const RECIPE_VERSION = 1

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal')
const milliseconds = z.number().nonnegative()
const name = z.string().min(1)

/** A weight file of a model: what it holds, its name without the folder, and the SHA-256 of all its bytes. */
const modelFile = z.strictObject({
  role: z.enum(['checkpoint', 'unet', 'textEncoder', 'textEncoder2', 'vae', 'tinyVae']),
  name,
  sha256,
})

const recipeModel = z.strictObject({
  /** The catalog's id; null for a file that was named by its path. */
  id: name.nullable(),
  name,
  family: z.enum(['sd15', 'sdxl']),
  files: z.array(modelFile).min(1),
})

const recipeLora = z.strictObject({
  name,
  strength: z.number(),
  sha256,
  /** SHA-256 of the tensor data alone, without the safetensors header: other programs name LoRAs by it. */
  contentSha256: sha256,
})

const recipeScheduler = z.strictObject({
  kind: z.enum(SCHEDULER_KINDS),
  steps: z.int().positive(),
  /** Timesteps that the user chose; null where the scheduler's own grid was used. */
  timesteps: z.array(z.number().nonnegative()).min(1).nullable(),
  /** Null where the scheduler has one grid of its own (TCD, LCM). */
  spacing: z.enum(TIMESTEP_SPACINGS).nullable(),
  eta: z.number().min(0).max(1),
  predictionType: z.enum(PREDICTION_TYPES),
})

/** One picture: everything that decides its pixels, and what came out. */
const recipeSchema = z.strictObject({
  version: z.literal(RECIPE_VERSION),
  prompt: z.string(),
  /** Null: none, which SDXL tells from an empty one. */
  negativePrompt: z.string().nullable(),
  model: recipeModel,
  loras: z.array(recipeLora),
  /** The autoencoder used in place of the model's own. */
  vae: z.strictObject({ name, sha256 }).nullable(),
  /** How the picture was cut for decoding, in latents; null: it was decoded whole. */
  tiling: z
    .strictObject({ tile: z.int().positive(), overlap: z.number().min(0).lt(1) })
    .nullable()
    .default(null),
  scheduler: recipeScheduler,
  /** Guidance acts above 1 only; 0 and 1 both mean that the negative prompt has no effect. */
  guidance: z.number().nonnegative(),
  /** Layers of the text encoder left out at the end. */
  clipSkip: z.int().nonnegative(),
  /** How the prompts are read: to CLIP's limit as plain text, or whole with A1111's brackets. */
  emphasis: z.enum(EMPHASES).default('none'),
  /** Below 2^53, so that JSON keeps it exactly. */
  seed: z.int().nonnegative(),
  width: z.int().positive(),
  height: z.int().positive(),
  /** The picture it started from, by the hashes of its pixels (RGB, at this size) and its mask; null: from text alone. */
  image: z
    .strictObject({ pixelSha256: sha256, maskSha256: sha256.nullable(), strength: z.number().min(0).max(1) })
    .nullable(),
  /** Which generator made the noise: torch's on the CPU, or NVIDIA's Philox. */
  noiseSource: z.enum(['cpu', 'nv']),
  device: z.strictObject({ provider: name, name }),
  /** Versions of the programs that computed it. */
  engine: z.strictObject({ onestroke: name, onnxruntime: name }),
  /** SHA-256 of the raw RGB bytes, and of the final latent's float32 bytes (little-endian). */
  result: z.strictObject({ pixelSha256: sha256, latentSha256: sha256 }),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  timings: z.strictObject({
    loadMs: milliseconds,
    encodeTextMs: milliseconds,
    denoiseMs: milliseconds,
    decodeMs: milliseconds,
  }),
})

export type Recipe = z.infer<typeof recipeSchema>

/** A recipe that can't be used. */
export class RecipeError extends SentenceError {
  override readonly name = 'RecipeError'
}

/**
 * Checks a recipe that was read from a file or received from another program.
 * @throws RecipeError for a newer version, and for anything that is not a recipe (naming the first wrong field).
 */
export function parseRecipe(json: unknown): Recipe {
  const version = z.looseObject({ version: z.int() }).safeParse(json)
  if (version.success && version.data.version > RECIPE_VERSION) {
    throw new RecipeError(sentence('recipe.newer', { version: version.data.version, newest: RECIPE_VERSION }))
  }
  const parsed = recipeSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  if (issue === undefined) throw new RecipeError(sentence('recipe.not-a-recipe'))
  throw new RecipeError(sentence('recipe.wrong-field', { field: issue.path.join('.'), problem: issue.message }))
}
