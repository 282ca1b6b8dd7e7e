import { createRoute, z } from '@hono/zod-openapi'
import { idSchema } from '../contract/common.ts'
import { boardSchema } from '../contract/library.ts'
import { answersJson, idParams, jsonBody } from './answers.ts'

const tags = ['Boards']
const boardsAnswer = answersJson('All boards', z.array(boardSchema))
const nameBody = jsonBody(z.object({ name: z.string().trim().min(1).max(200) }))
const membersSchema = z.array(idSchema).max(10_000).default([])

export const getBoards = createRoute({
  method: 'get',
  path: '/api/boards',
  tags,
  summary: 'All boards',
  responses: boardsAnswer,
})

export const postBoard = createRoute({
  method: 'post',
  path: '/api/boards',
  tags,
  summary: 'Make a board',
  request: nameBody,
  responses: boardsAnswer,
})

export const patchBoard = createRoute({
  method: 'patch',
  path: '/api/boards/{id}',
  tags,
  summary: 'Rename a board',
  request: { params: idParams, ...nameBody },
  responses: boardsAnswer,
})

export const deleteBoard = createRoute({
  method: 'delete',
  path: '/api/boards/{id}',
  tags,
  summary: 'Delete a board; its pictures stay in the library',
  request: { params: idParams },
  responses: boardsAnswer,
})

export const postBoardImages = createRoute({
  method: 'post',
  path: '/api/boards/{id}/images',
  tags,
  summary: 'Put pictures on a board or take them off',
  request: { params: idParams, ...jsonBody(z.object({ add: membersSchema, remove: membersSchema })) },
  responses: boardsAnswer,
})
