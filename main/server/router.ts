import { OpenAPIHono } from '@hono/zod-openapi'
import type { Env } from 'hono'
import { answerInvalid } from './problem.ts'

/** A set of routes whose requests are checked by their schemas; what does not fit is answered as a Problem. */
export function createRouter(): OpenAPIHono {
  return new OpenAPIHono<Env>({ defaultHook: answerInvalid })
}
