import { createRoute, z } from '@hono/zod-openapi'
import { readSettingsSchema } from '../contract/library.ts'
import { bootstrapSchema, tokenCountSchema } from '../contract/studio.ts'
import { answersBytes, answersJson, jsonBody } from './answers.ts'

const tags = ['Studio']

export const getBootstrap = createRoute({
  method: 'get',
  path: '/api/bootstrap',
  tags,
  summary: 'Everything the page needs before it can draw',
  responses: answersJson('The state of the studio', bootstrapSchema),
})

export const getEvents = createRoute({
  method: 'get',
  path: '/api/events',
  tags,
  summary: 'What happens, as lines of JSON (Event), until the client leaves; the present state comes first',
  responses: answersBytes('A stream of lines', 'application/x-ndjson'),
})

export const postTokens = createRoute({
  method: 'post',
  path: '/api/tokens',
  tags,
  summary: 'Count the tokens of a prompt',
  request: jsonBody(z.object({ text: z.string().max(20_000), modelId: z.string().min(1).max(200) })),
  responses: answersJson('How many tokens, and where the text is cut', tokenCountSchema),
})

export const postReadSettings = createRoute({
  method: 'post',
  path: '/api/read-settings',
  tags,
  summary: 'Read the settings that a PNG, JPEG or WebP file carries',
  request: {
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: answersJson('The settings that were found', readSettingsSchema),
})
