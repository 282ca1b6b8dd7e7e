import { createRoute, z } from '@hono/zod-openapi'
import { customPresetSchema, exportedPresetsSchema, presetChoicesSchema, presetSchema } from '../contract/presets.ts'
import { generationRequestSchema } from '../contract/generation.ts'
import { answersJson, jsonBody } from './answers.ts'

const tags = ['Presets']
const presetsAnswer = answersJson('All presets', z.array(presetSchema))
const idParams = z.object({ id: z.string().min(1).max(200) })

export const getPresetChoices = createRoute({
  method: 'get',
  path: '/api/models/{id}/presets',
  tags,
  summary: 'The presets that fit a checkpoint, whether their weights are there, and which is best',
  request: { params: idParams },
  responses: answersJson('The presets for it', presetChoicesSchema),
})

export const postPreset = createRoute({
  method: 'post',
  path: '/api/presets',
  tags,
  summary: 'Save a preset; a title that is taken gets a number',
  request: jsonBody(customPresetSchema),
  responses: presetsAnswer,
})

export const postPresetOfRequest = createRoute({
  method: 'post',
  path: '/api/presets/of-request',
  tags,
  summary: 'Save what a request amounts to as a preset',
  request: jsonBody(z.object({ title: customPresetSchema.shape.title, request: generationRequestSchema })),
  responses: presetsAnswer,
})

export const putPreset = createRoute({
  method: 'put',
  path: '/api/presets/{id}',
  tags,
  summary: 'Change a saved preset',
  request: { params: idParams, ...jsonBody(customPresetSchema) },
  responses: presetsAnswer,
})

export const deletePreset = createRoute({
  method: 'delete',
  path: '/api/presets/{id}',
  tags,
  summary: 'Delete a saved preset',
  request: { params: idParams },
  responses: presetsAnswer,
})

export const exportPresets = createRoute({
  method: 'get',
  path: '/api/presets/export',
  tags,
  summary: 'All saved presets as one JSON',
  responses: answersJson('What POST /api/presets/import takes', exportedPresetsSchema),
})

export const importPresets = createRoute({
  method: 'post',
  path: '/api/presets/import',
  tags,
  summary: 'Add all presets of an exported JSON, or none where one is wrong',
  request: jsonBody(z.looseObject({})),
  responses: presetsAnswer,
})
