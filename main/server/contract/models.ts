import { z } from '@hono/zod-openapi'
import { SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../../../models/schedulers/scheduler-settings.ts'
import { sentenceSchema } from './common.ts'

export const familySchema = z.enum(['sd15', 'sdxl'])

/** An installed checkpoint, LoRA or VAE. */
export const modelSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['checkpoint', 'lora', 'vae']),
    name: z.string(),
    family: familySchema.nullable(),
    builtIn: z.boolean(),
    /** Empty for the built-in model. */
    path: z.string(),
    fileBytes: z.int().nonnegative(),
    /** Native picture size. */
    width: z.int(),
    height: z.int(),
    /** False where its file is missing (drive not connected). */
    present: z.boolean(),
    /** How it is sampled where nothing else is said; null: as its family is. */
    settings: z
      .object({
        scheduler: z.enum(SCHEDULER_KINDS),
        spacing: z.enum(TIMESTEP_SPACINGS),
        steps: z.int(),
        eta: z.number(),
        guidance: z.number(),
      })
      .nullable(),
    /** The LoRA that it is used with where none is chosen. */
    ownLora: z.object({ name: z.string(), strength: z.number() }).nullable(),
    /** The model whose text encoders and VAE are used with it, which has none of its own; null: it has. */
    baseId: z.string().nullable(),
    /** The folder that it was found in; null where it was added by itself or downloaded. */
    folderId: z.string().nullable(),
    /** The file of the catalog that it is, where its hash or size and name say so. */
    publishedId: z.string().nullable(),
    /** The step-distilled weights that it is or holds, such as `hyper-sd15-unified`, and what tells so. */
    distilled: z.object({ id: z.string(), knownBy: z.enum(['hash', 'name']) }).nullable(),
    /** How its weights are stored, such as F16; null where not known. */
    precision: z.string().nullable(),
    /** Whether a tiny VAE; only of VAEs. */
    tiny: z.boolean(),
    /** Words that a LoRA was trained with, the most frequent first. */
    triggerWords: z.array(z.string()),
    /** Whether `/api/models/{id}/preview` answers a picture. */
    hasPreview: z.boolean(),
    /** Once it is hashed: SHA-256 of the file, A1111's short hash (10 digits) and AutoV3 (12 digits, tensors alone). */
    hashes: z.object({ sha256: z.string(), a1111: z.string(), autoV3: z.string() }).nullable(),
    /** Why it cannot be used, though its file is there; null where it can. */
    problem: sentenceSchema.or(z.null()),
  })
  .openapi('Model')
export type Model = z.infer<typeof modelSchema>

export const modelProgramSchema = z.enum(['a1111', 'comfyui', 'invokeai', 'stability-matrix', 'swarmui'])

/** A folder whose models are used where they lie. */
export const modelFolderSchema = z
  .object({
    id: z.string(),
    path: z.string(),
    /** The program whose folder it is; null: none that is known. */
    program: modelProgramSchema.nullable(),
    /** `offline`: its drive is missing; its models stay listed. */
    state: z.enum(['reading', 'watched', 'offline', 'unreadable']),
    models: z.int().nonnegative(),
    /** Why it cannot be read or is not watched; else which of its files are not used. */
    problem: sentenceSchema.or(z.null()),
  })
  .openapi('ModelFolder')
export type ModelFolder = z.infer<typeof modelFolderSchema>

/** A folder of another program that was found on this computer and not added. */
export const suggestedFolderSchema = z
  .object({ path: z.string(), program: modelProgramSchema, models: z.int().nonnegative(), bytes: z.number() })
  .openapi('SuggestedFolder')
export type SuggestedFolder = z.infer<typeof suggestedFolderSchema>

export const modelFoldersSchema = z
  .object({ folders: z.array(modelFolderSchema), suggested: z.array(suggestedFolderSchema) })
  .openapi('ModelFolders')
export type ModelFolders = z.infer<typeof modelFoldersSchema>

/** What is being hashed in the background; null while nothing is. */
export const hashingSchema = z
  .object({
    modelId: z.string(),
    name: z.string(),
    doneBytes: z.number().nonnegative(),
    totalBytes: z.number().nonnegative(),
    /** Models that follow. */
    waiting: z.int().nonnegative(),
  })
  .nullable()
  .openapi('Hashing')
export type Hashing = z.infer<typeof hashingSchema>

/** Whether a model's file is what it was published as, or was when it was first hashed. */
export const verificationSchema = z
  .object({
    /** `unknown`: there is nothing to compare with. */
    state: z.enum(['right', 'wrong', 'unknown']),
    expected: z.string().nullable(),
    actual: z.string(),
    problem: sentenceSchema.or(z.null()),
  })
  .openapi('Verification')
export type Verification = z.infer<typeof verificationSchema>
