import { z } from '@hono/zod-openapi'
import { idSchema, problemSchema } from '../contract/common.ts'

const problem = (description: string) => ({
  description,
  content: { 'application/json': { schema: problemSchema } },
})

/** What every route may answer instead of what was asked for. */
const PROBLEMS = {
  '4XX': problem('The request is refused: what is wrong with it'),
  '5XX': problem('The request failed: why'),
} as const

/** Responses of a route that answers JSON. */
export function answersJson<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { 200: { description, content: { 'application/json': { schema } } }, ...PROBLEMS }
}

/** Responses of a route that answers a file or stream of one media type. */
export function answersBytes<Type extends string>(description: string, type: Type) {
  const content = { [type]: { schema: z.string().openapi({ format: 'binary' }) } }
  return { 200: { description, content: content as Record<Type, { schema: z.ZodString }> }, ...PROBLEMS }
}

/** A request's JSON body; it has to be there. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } } as const
}

/** The `{id}` in a route's path. */
export const idParams = z.object({ id: idSchema })

/** What routes answer that have nothing to say. */
export const nothingSchema = z.object({})
