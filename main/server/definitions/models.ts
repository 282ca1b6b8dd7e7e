import { createRoute, z } from '@hono/zod-openapi'
import { modelSchema } from '../contract/models.ts'
import { answersJson, jsonBody } from './answers.ts'

const tags = ['Models']
const modelsAnswer = answersJson('All installed models and LoRAs', z.array(modelSchema))

export const getModels = createRoute({
  method: 'get',
  path: '/api/models',
  tags,
  summary: 'All installed models and LoRAs',
  responses: modelsAnswer,
})

export const postModel = createRoute({
  method: 'post',
  path: '/api/models',
  tags,
  summary: 'Add a checkpoint or LoRA where it lies; nothing is copied',
  request: jsonBody(z.object({ path: z.string().min(1).max(4096) })),
  responses: modelsAnswer,
})

export const deleteModel = createRoute({
  method: 'delete',
  path: '/api/models/{id}',
  tags,
  summary: 'Forget a model; its file stays',
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: modelsAnswer,
})
