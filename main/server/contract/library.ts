import { z } from '@hono/zod-openapi'
import { idSchema, sentenceSchema, timeSchema } from './common.ts'

/** A picture as the gallery shows it. */
export const imageSchema = z
  .object({
    id: idSchema,
    width: z.int().positive(),
    height: z.int().positive(),
    prompt: z.string(),
    seed: z.int().nonnegative(),
    modelName: z.string(),
    steps: z.int().positive(),
    starred: z.boolean(),
    rating: z.int().min(0).max(5),
    createdAt: timeSchema,
    /** False where the file is not where it was (drive missing, moved by hand). */
    present: z.boolean(),
  })
  .openapi('Image')
export type Image = z.infer<typeof imageSchema>

/** Everything about one picture. */
export const imageDetailSchema = imageSchema
  .extend({
    negativePrompt: z.string().nullable(),
    /** The recipe as stored (models/recipe), or null for a foreign picture. */
    recipe: z.record(z.string(), z.unknown()).nullable(),
    /** A1111's settings text. */
    infotext: z.string(),
    fileName: z.string(),
    /** Absolute path, for display and for revealing in the file manager. */
    path: z.string(),
    fileBytes: z.int().nonnegative(),
    pixelSha256: z.string(),
    device: z.string(),
    totalMs: z.number().nonnegative(),
    boardIds: z.array(idSchema),
    /** Decoded with a tiny VAE, and its latent is kept: it can be finished with the full one. */
    draft: z.boolean(),
    parentId: idSchema.nullable(),
    childIds: z.array(idSchema),
  })
  .openapi('ImageDetail')
export type ImageDetail = z.infer<typeof imageDetailSchema>

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** Filters of the gallery, as query parameters. */
export const imageQuerySchema = z.object({
  /** Words of the prompt; the last may be unfinished. */
  search: z.string().max(500).optional(),
  modelName: z.string().max(300).optional(),
  lora: z.string().max(300).optional(),
  width: z.coerce.number().int().positive().optional(),
  height: z.coerce.number().int().positive().optional(),
  steps: z.coerce.number().int().positive().optional(),
  starred: flag.optional(),
  minRating: z.coerce.number().int().min(0).max(5).optional(),
  boardId: idSchema.optional(),
  /** Milliseconds, inclusive and exclusive. */
  from: z.coerce.number().int().nonnegative().optional(),
  until: z.coerce.number().int().nonnegative().optional(),
  sort: z.enum(['newest', 'oldest', 'rating']).default('newest'),
})
export type ImageQuery = z.infer<typeof imageQuerySchema>

export const imagePageQuerySchema = imageQuerySchema.extend({
  /** Where the page before ended, as it was returned. */
  cursor: z.string().max(200).optional(),
  /** How many pictures are passed over, from there or from the first on. */
  offset: z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const imagePageSchema = z
  .object({ images: z.array(imageSchema), nextCursor: z.string().nullable(), total: z.int().nonnegative() })
  .openapi('ImagePage')

/** How many pictures each local day holds under a filter: what a virtual grid needs to know its height. */
export const imageDaysSchema = z
  .object({ days: z.array(z.object({ day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), count: z.int().positive() })) })
  .openapi('ImageDays')

/** The values that occur, for the filter menus. */
export const facetsSchema = z
  .object({
    models: z.array(z.object({ value: z.string(), count: z.int() })),
    loras: z.array(z.object({ value: z.string(), count: z.int() })),
    sizes: z.array(z.object({ width: z.int(), height: z.int(), count: z.int() })),
    steps: z.array(z.object({ value: z.int(), count: z.int() })),
  })
  .openapi('Facets')

export const boardSchema = z
  .object({
    id: idSchema,
    name: z.string().min(1).max(200),
    count: z.int().nonnegative(),
    coverId: idSchema.nullable(),
  })
  .openapi('Board')
export type Board = z.infer<typeof boardSchema>

/** Settings read from a dropped picture file. */
export const readSettingsSchema = z
  .object({
    source: z.enum(['onestroke', 'a1111', 'none']),
    infotext: z.string(),
    prompt: z.string().nullable(),
    negativePrompt: z.string().nullable(),
    seed: z.int().nullable(),
    steps: z.int().nullable(),
    guidance: z.number().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    scheduler: z.string().nullable(),
    modelName: z.string().nullable(),
    /** What was found and cannot be honoured. */
    notHonoured: z.array(sentenceSchema),
  })
  .openapi('ReadSettings')
export type ReadSettings = z.infer<typeof readSettingsSchema>
