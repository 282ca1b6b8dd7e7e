import { createRoute, z } from '@hono/zod-openapi'
import { settingsSchema } from '../contract/studio.ts'
import { answersJson, jsonBody, nothingSchema } from './answers.ts'

const tags = ['Settings']

export const getSettings = createRoute({
  method: 'get',
  path: '/api/settings',
  tags,
  summary: 'The settings',
  responses: answersJson('The settings', settingsSchema),
})

export const patchSettings = createRoute({
  method: 'patch',
  path: '/api/settings',
  tags,
  summary: 'Change some of the settings',
  request: jsonBody(settingsSchema.partial()),
  responses: answersJson('All settings as they are now', settingsSchema),
})

export const putUiState = createRoute({
  method: 'put',
  path: '/api/ui-state',
  tags,
  summary: 'Keep what the page wants to find again after a restart (at most 256 KB)',
  request: jsonBody(z.record(z.string(), z.unknown())),
  responses: answersJson('Kept', nothingSchema),
})
