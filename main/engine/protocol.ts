import { z } from 'zod'
import { EMPHASES } from '../../models/prompts/emphasis.ts'
import { SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../../models/schedulers/scheduler-settings.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'

/**
 * What the back end and the engine process say to each other. Control is plain data; the finished pixels and, when
 * asked for, the final latents cross once per picture. Prompt embeddings and latents between steps stay in the engine
 * and are named by handles.
 */

export const providerSchema = z.enum(['cpu', 'webgpu', 'cuda', 'dml', 'coreml'])
export type Provider = z.infer<typeof providerSchema>

const positiveInteger = z.int().positive()
const handle = z.string().min(1)

const sentenceSchema: z.ZodType<Sentence> = z.object({
  message: z.string(),
  key: z.string().nullable(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.lazy(() => sentenceSchema)])),
})

/** A model as the engine opens it: paths of what it is made of. */
export const modelSpecSchema = z.object({
  /** A single-file checkpoint or a folder in the diffusers layout. */
  path: z.string().min(1),
  /** A checkpoint of the same family that gives the text encoders and the VAE where `path` has none. */
  base: z.string().min(1).optional(),
  /** A file with another VAE (or TAESD), or null for the model's own. */
  vae: z.string().min(1).nullable(),
  loras: z.array(z.object({ path: z.string().min(1), strength: z.number() })),
  /** A tiny VAE that shows what a run is making; it decides no pixel of the picture. */
  previewVae: z.string().min(1).optional(),
})
export type ModelSpec = z.infer<typeof modelSpecSchema>

export const deviceSpecSchema = z.object({
  /** Tried in order until one makes the session. */
  providers: z.array(providerSchema).min(1),
  /** Threads per operator on the CPU; null lets ONNX Runtime choose (one per core). */
  threads: positiveInteger.nullable(),
})
export type DeviceSpec = z.infer<typeof deviceSpecSchema>

export const schedulerSpecSchema = z.object({
  kind: z.enum(SCHEDULER_KINDS),
  steps: positiveInteger,
  timesteps: z.array(z.number()).nullable(),
  spacing: z.enum(TIMESTEP_SPACINGS),
  eta: z.number(),
})
export type SchedulerSpec = z.infer<typeof schedulerSpecSchema>

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)

/** A picture to start from, at the size of the run. */
const startImageSchema = z.object({
  /** RGB, row by row. */
  pixels: bytes,
  /** One byte per pixel, from 128 on repainted; null: everything is. */
  mask: bytes.nullable(),
  /** 0 keeps the picture, 1 keeps nothing. */
  strength: z.number().min(0).max(1),
})
export type StartImage = z.infer<typeof startImageSchema>

/** SDXL's size conditioning in pixels, each [height, width] (crop: [top, left]). */
const sizeConditioningSchema = z.object({
  original: z.tuple([z.number(), z.number()]),
  crop: z.tuple([z.number(), z.number()]),
  target: z.tuple([z.number(), z.number()]),
})
export type SizeConditioning = z.infer<typeof sizeConditioningSchema>

export const denoiseSpecSchema = z.object({
  modelId: handle,
  /** One for all pictures, or one per picture. */
  textIds: z.array(handle).min(1),
  scheduler: schedulerSpecSchema,
  guidance: z.number(),
  width: positiveInteger.multipleOf(8),
  height: positiveInteger.multipleOf(8),
  noiseSource: z.enum(['cpu', 'nv']),
  /** One generator each; its pictures' noise is drawn as one tensor. */
  generators: z.array(z.object({ seed: z.int().nonnegative(), pictures: positiveInteger })).min(1),
  /** Null: from text alone. Runs that start from a picture make one picture. */
  image: startImageSchema.nullable(),
  /** Null: the picture's own size, uncropped. */
  sizes: sizeConditioningSchema.nullable(),
  /** Whether to report what the first picture looks like after each of several steps. */
  previews: z.boolean().default(false),
})
export type DenoiseSpec = z.infer<typeof denoiseSpecSchema>

const sessionReportSchema = z.object({
  component: z.string(),
  provider: providerSchema,
  /** Providers that were tried first, and why they could not be used. */
  fallbacks: z.array(z.object({ provider: providerSchema, reason: z.string() })),
  createMs: z.number(),
})
export type SessionReport = z.infer<typeof sessionReportSchema>

/** A GPU's float32 rounds otherwise than a CPU's; a self-test that is off by more computes something else. */
export const SELF_TEST_TOLERANCE = 0.01

/** Parameters and result of every request. */
export const REQUESTS = {
  load: {
    params: z.object({ model: modelSpecSchema, device: deviceSpecSchema }),
    result: z.object({ modelId: handle, onnxruntime: z.string() }),
  },
  encodeText: {
    params: z.object({
      modelId: handle,
      prompt: z.string(),
      /** Null: no negative prompt, which SDXL tells from an empty one. */
      negativePrompt: z.string().nullable(),
      /** Layers left out at the end; the negative prompt is never shortened. */
      clipSkip: z.int().nonnegative(),
      guided: z.boolean(),
      emphasis: z.enum(EMPHASES).default('none'),
    }),
    result: z.object({ textId: handle, tokenCount: z.int(), truncated: z.boolean(), cached: z.boolean() }),
  },
  /** Loads what `denoise` and `decode` need for pictures of a size. */
  prepare: {
    params: z.object({
      modelId: handle,
      textId: handle,
      width: positiveInteger,
      height: positiveInteger,
      /** As for `decode`. */
      tiled: z.boolean().default(false),
    }),
    result: z.object({}),
  },
  denoise: {
    params: denoiseSpecSchema,
    result: z.object({ latentId: handle, pictures: positiveInteger, firstStepMs: z.number(), totalMs: z.number() }),
  },
  decode: {
    params: z.object({
      modelId: handle,
      latentId: handle,
      picture: z.int().nonnegative(),
      /** In overlapping tiles of 512 pixels, which takes less memory. */
      tiled: z.boolean().default(false),
    }),
    result: z.object({ pixels: bytes, width: positiveInteger, height: positiveInteger }),
  },
  readLatent: {
    params: z.object({ latentId: handle, picture: z.int().nonnegative() }),
    result: z.object({ values: z.instanceof(Float32Array), shape: z.array(positiveInteger) }),
  },
  /** Takes in a latent [channels, height, width] that was read before. */
  putLatent: {
    params: z.object({ values: z.instanceof(Float32Array), shape: z.array(positiveInteger).length(3) }),
    result: z.object({ latentId: handle }),
  },
  release: { params: z.object({ latentId: handle }), result: z.object({}) },
  unload: { params: z.object({}), result: z.object({}) },
  sessions: { params: z.object({}), result: z.object({ sessions: z.array(sessionReportSchema) }) },
  selfTest: {
    params: z.object({ provider: providerSchema, model: modelSpecSchema }),
    result: z.object({
      available: z.boolean(),
      /** Why not available; empty where it is. */
      reason: z.string(),
      /** Largest difference from the right result. */
      maxError: z.number().nullable(),
      /** What a step of a picture of 512×512 takes; null where the result is not right. */
      runMs: z.number().nullable(),
    }),
  },
} as const

export type RequestType = keyof typeof REQUESTS
/** Parameters as they are sent; what has a default may be left out. */
export type SentParamsOf<T extends RequestType> = z.input<(typeof REQUESTS)[T]['params']>
/** Parameters as the engine reads them. */
export type ParamsOf<T extends RequestType> = z.infer<(typeof REQUESTS)[T]['params']>
export type ResultOf<T extends RequestType> = z.infer<(typeof REQUESTS)[T]['result']>

export const FAILURE_CODES = ['cancelled', 'input', 'device', 'memory', 'internal'] as const
export type FailureCode = (typeof FAILURE_CODES)[number]

const requestId = z.int().positive()

/** Back end to engine. */
export const toEngineSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    id: requestId,
    type: z.enum(Object.keys(REQUESTS) as [RequestType, ...RequestType[]]),
    params: z.unknown(),
  }),
  z.object({ kind: z.literal('cancel'), id: requestId }),
])
export type ToEngine = z.infer<typeof toEngineSchema>

const stepEventSchema = z.object({
  type: z.literal('step'),
  done: positiveInteger,
  total: positiveInteger,
  ms: z.number(),
})
const activityEventSchema = z.object({ type: z.literal('activity'), activity: sentenceSchema })
/** What is being loaded from now on, such as `engine`, `model` or `UNet`; null: nothing any more. */
const loadingEventSchema = z.object({ type: z.literal('loading'), part: z.string().nullable() })
/** A rough, small picture: RGB, row by row. */
const previewEventSchema = z.object({
  type: z.literal('preview'),
  pixels: bytes,
  width: positiveInteger,
  height: positiveInteger,
})

/** What a running request reports: a finished step, what the picture looks like so far, or what the engine is busy with or loads. */
export const engineEventSchema = z.discriminatedUnion('type', [
  stepEventSchema,
  activityEventSchema,
  loadingEventSchema,
  previewEventSchema,
])
export type EngineEvent = z.infer<typeof engineEventSchema>

/** Engine to back end. */
export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('event'), id: requestId, event: engineEventSchema }),
  z.object({ kind: z.literal('done'), id: requestId, result: z.unknown() }),
  z.object({
    kind: z.literal('failed'),
    id: requestId,
    code: z.enum(FAILURE_CODES),
    problem: sentenceSchema,
    detail: z.string(),
  }),
])
export type FromEngine = z.infer<typeof fromEngineSchema>
