import { z } from '@hono/zod-openapi'
import { SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../../../models/schedulers/scheduler-settings.ts'
import { idSchema, sentenceSchema, timeSchema } from './common.ts'

const side = z.int().min(64).max(4096).multipleOf(8)

/** What the prompt editor asks for. Settings that are null are the model's or preset's own. */
export const generationRequestSchema = z
  .object({
    prompt: z.string().max(20_000),
    negativePrompt: z.string().max(20_000).nullable(),
    /** Id of an installed model. */
    modelId: z.string().min(1).max(200),
    loras: z.array(z.object({ id: z.string().min(1).max(200), strength: z.number().min(-4).max(4) })).max(16),
    presetId: z.string().nullable(),
    steps: z.int().min(1).max(150).nullable(),
    scheduler: z.enum(SCHEDULER_KINDS).nullable(),
    spacing: z.enum(TIMESTEP_SPACINGS).nullable(),
    eta: z.number().min(0).max(1).nullable(),
    guidance: z.number().min(0).max(30).nullable(),
    clipSkip: z.int().min(0).max(11),
    width: side.nullable(),
    height: side.nullable(),
    /** First seed; null draws one. Pictures of a job have seeds n, n+1, … */
    seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
    count: z.int().min(1).max(100),
    noiseSource: z.enum(['cpu', 'nv']),
    /** Id of an installed VAE, `tiny` for the family's tiny one (a draft that can be finished); null: the model's own. */
    vaeId: z.string().min(1).max(200).nullable().default(null),
    /** Whether large pictures are decoded in tiles; `auto`: where the memory asks for it. */
    tiling: z.enum(['auto', 'on', 'off']).default('auto'),
    /** A picture of the library that this one was made from (vary, remix), for its lineage. */
    parentId: idSchema.nullable(),
  })
  .openapi('GenerationRequest')
export type GenerationRequestBody = z.infer<typeof generationRequestSchema>

export const jobStateSchema = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled'])

export const jobSchema = z
  .object({
    id: idSchema,
    state: jobStateSchema,
    /**
     * `regenerate` repeats a stored recipe and compares; its picture is not kept. `finish` decodes a draft's kept latent
     * with the full VAE.
     */
    kind: z.enum(['generate', 'regenerate', 'finish']),
    request: generationRequestSchema,
    /** The first seed, once decided. */
    seed: z.int().nullable(),
    /** Pictures made so far. */
    imageIds: z.array(idSchema),
    /** For `regenerate` and `finish`: the picture that is repeated or finished. */
    sourceId: idSchema.nullable(),
    /** For `regenerate`, once done. */
    comparison: z
      .object({
        identical: z.boolean(),
        /** Mean absolute difference per channel, 0 to 255. */
        meanDifference: z.number(),
        /** What is not as it was when the picture was made. */
        changed: z.array(sentenceSchema),
      })
      .nullable(),
    /** Why it failed. */
    error: sentenceSchema.or(z.null()),
    /** The latent of the picture that failed was kept: a retry only decodes it. */
    latentKept: z.boolean().default(false),
    createdAt: timeSchema,
    startedAt: timeSchema.nullable(),
    finishedAt: timeSchema.nullable(),
  })
  .openapi('Job')
export type Job = z.infer<typeof jobSchema>

/** What a running job is at. */
export const progressSchema = z
  .object({
    jobId: idSchema,
    /** Index of the picture within the job, from 0. */
    picture: z.int().nonnegative(),
    pictures: z.int().positive(),
    /** In words: `loading the UNet`, `step 2 of 4`, `decoding the picture`; null before the first. */
    activity: sentenceSchema.or(z.null()),
    /** What is being loaded, since when, and how long that took the last time; null while nothing is. */
    loading: z
      .object({ part: z.string(), since: timeSchema, expectedMs: z.number().nonnegative().nullable() })
      .nullable(),
    step: z.int().nonnegative(),
    steps: z.int().nonnegative(),
    /** Estimated from the steps so far; null before the first. */
    secondsLeft: z.number().nullable(),
    /** A small preview as a data URL (image/webp), or null. */
    preview: z.string().nullable(),
  })
  .openapi('Progress')
export type Progress = z.infer<typeof progressSchema>

const storageFolder = {
  /** Where pictures are kept, and where the library of them is. */
  folder: z.enum(['pictures', 'data']),
  path: z.string(),
  /** Free on its drive, as last measured; null where unknown. */
  freeBytes: z.number().nonnegative().nullable(),
}

export const queueSchema = z
  .object({
    paused: z.boolean(),
    /** Running first, then waiting in running order. */
    active: z.array(jobSchema),
    /** The latest finished ones, newest first (at most 20). */
    recent: z.array(jobSchema),
    progress: progressSchema.nullable(),
    /** Where the engine is: `stopped` says why in `engineMessage`. */
    engine: z.enum(['idle', 'busy', 'stopped']),
    engineMessage: sentenceSchema.or(z.null()),
    /** What ran the last picture (`cpu`, …) and the engine's memory in bytes, where known. */
    device: z.string().nullable(),
    /** The device that should have run it, and why another one took its place; null where all went as chosen. */
    fallback: z.object({ device: z.string(), reason: z.string() }).nullable(),
    memoryBytes: z.number().nullable(),
    /** Room for pictures; `low` from where the user should be told. */
    storage: z.array(z.object({ ...storageFolder, low: z.boolean() })),
    /** The drive without room for the next picture: why the queue is paused. Going on tries again. */
    blocked: z.object(storageFolder).nullable(),
  })
  .openapi('Queue')
export type Queue = z.infer<typeof queueSchema>
