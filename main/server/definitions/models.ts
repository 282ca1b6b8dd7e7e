import { createRoute, z } from '@hono/zod-openapi'
import { modelFoldersSchema, modelSchema, verificationSchema } from '../contract/models.ts'
import { answersBytes, answersJson, jsonBody } from './answers.ts'

const tags = ['Models']
const modelsAnswer = answersJson('All installed checkpoints, LoRAs and VAEs', z.array(modelSchema))
const foldersAnswer = answersJson('The folders that models are used from', modelFoldersSchema)
const modelParams = z.object({ id: z.string().min(1).max(200) })
const pathBody = jsonBody(z.object({ path: z.string().min(1).max(4096) }))

export const getModels = createRoute({
  method: 'get',
  path: '/api/models',
  tags,
  summary: 'All installed checkpoints, LoRAs and VAEs',
  responses: modelsAnswer,
})

export const postModel = createRoute({
  method: 'post',
  path: '/api/models',
  tags,
  summary: 'Add a checkpoint, LoRA or VAE where it lies; nothing is copied',
  request: pathBody,
  responses: modelsAnswer,
})

export const deleteModel = createRoute({
  method: 'delete',
  path: '/api/models/{id}',
  tags,
  summary: 'Forget a model; its file stays. One of a watched folder is hidden until the folder is added again',
  request: { params: modelParams },
  responses: modelsAnswer,
})

export const getModelPreview = createRoute({
  method: 'get',
  path: '/api/models/{id}/preview',
  tags,
  summary: 'A small picture of what a model makes, at most 320 pixels wide and high; 404 where there is none',
  request: { params: modelParams },
  responses: answersBytes('The picture', 'image/webp'),
})

export const verifyModel = createRoute({
  method: 'post',
  path: '/api/models/{id}/verify',
  tags,
  summary: 'Hash a model anew and compare with what is published, or was first recorded',
  request: { params: modelParams },
  responses: answersJson('Whether it is right', verificationSchema),
})

export const getModelFolders = createRoute({
  method: 'get',
  path: '/api/model-folders',
  tags,
  summary: 'The folders that models are used from, and those of other programs that were found',
  responses: foldersAnswer,
})

export const postModelFolder = createRoute({
  method: 'post',
  path: '/api/model-folders',
  tags,
  summary:
    'Use the models of a folder, or of another program by its folder, where they lie; it is watched from then on',
  request: pathBody,
  responses: foldersAnswer,
})

export const deleteModelFolder = createRoute({
  method: 'delete',
  path: '/api/model-folders/{id}',
  tags,
  summary: 'Forget a folder and its models; the files stay',
  request: { params: modelParams },
  responses: foldersAnswer,
})

export const readModelFolder = createRoute({
  method: 'post',
  path: '/api/model-folders/{id}/read',
  tags,
  summary: 'Read a folder again',
  request: { params: modelParams },
  responses: foldersAnswer,
})
