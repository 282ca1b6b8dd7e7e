import { z } from '@hono/zod-openapi'

/** What every failed request answers. */
export const problemSchema = z
  .object({
    /** A short, stable name of what went wrong, such as `not-found`. */
    code: z.string(),
    /** One sentence for the user. */
    message: z.string(),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof problemSchema>

/** The public name of a picture, job or board: 16 lower-case letters and digits, made at random. */
export const idSchema = z.string().regex(/^[a-z0-9]{16}$/)

export const idsSchema = z.object({ ids: z.array(idSchema).min(1).max(10_000) })

/** Milliseconds since 1970, UTC. */
export const timeSchema = z.int().nonnegative()
