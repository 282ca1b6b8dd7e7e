import { z } from 'zod'
import type { Image } from '../server/contract/library.ts'
import type { Position } from './page-cursor.ts'

const flag = z.int().transform((value) => value !== 0)

const COLUMNS = 'seq id width height prompt seed model_name steps starred rating created_at present'

/** Named with their table: the full-text index has columns of the same names. */
export const IMAGE_COLUMNS = COLUMNS.split(' ')
  .map((column) => `images.${column}`)
  .join(', ')

/** A row of IMAGE_COLUMNS: the picture, and its place in any order. */
export const imageRow = z
  .object({
    seq: z.int(),
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
  .transform((row): { image: Image; position: Position } => {
    const { model_name: modelName, created_at: createdAt, seq, ...same } = row
    return { image: { ...same, modelName, createdAt }, position: { rating: row.rating, seq } }
  })

export const seqRow = z.object({ seq: z.int() })
export const idRow = z.object({ id: z.string() })
export const countRow = z.object({ count: z.int() })
