import { z } from '@hono/zod-openapi'
import type { Sentence } from '../../../models/sentences/sentence.ts'

const sentenceValuesSchema: z.ZodType<Sentence['values']> = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.lazy(() => sentenceSchema)]),
)

const sentenceFields = {
  /** In English. */
  message: z.string(),
  /** The sentence's name, by which other languages say the same; null: the words are not Onestroke's. */
  key: z.string().nullable(),
  /** What the sentence says of this case; a sentence stands for its own text. */
  values: sentenceValuesSchema,
}

/** Something that Onestroke says to the user. */
export const sentenceSchema: z.ZodType<Sentence> = z.object(sentenceFields).openapi('Sentence')

/** What every failed request answers. */
export const problemSchema = z
  .object({
    /** A short, stable name of what went wrong, such as `not-found`. */
    code: z.string(),
    ...sentenceFields,
  })
  .openapi('Problem')
export type Problem = z.infer<typeof problemSchema>

/** The public name of a picture, job or board: 16 lower-case letters and digits, made at random. */
export const idSchema = z.string().regex(/^[a-z0-9]{16}$/)

export const idsSchema = z.object({ ids: z.array(idSchema).min(1).max(10_000) })

/** Milliseconds since 1970, UTC. */
export const timeSchema = z.int().nonnegative()
