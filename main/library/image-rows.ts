import { z } from 'zod'
import type { Image } from '../server/contract/library.ts'

const flag = z.int().transform((value) => value !== 0)

export const IMAGE_COLUMNS =
  'images.id, width, height, prompt, seed, model_name, steps, starred, rating, created_at, present'

/** A row of IMAGE_COLUMNS. */
export const imageRow = z
  .object({
    id: z.string(),
    width: z.int(),
    height: z.int(),
    prompt: z.string(),
    seed: z.int(),
    model_name: z.string(),
    steps: z.int(),
    starred: flag,
    rating: z.int(),
    created_at: z.int(),
    present: flag,
  })
  .transform(({ model_name: modelName, created_at: createdAt, ...same }): Image => ({ ...same, modelName, createdAt }))

export const seqRow = z.object({ seq: z.int() })
export const idRow = z.object({ id: z.string() })
export const countRow = z.object({ count: z.int() })
