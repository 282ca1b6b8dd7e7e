import { createRoute, z } from '@hono/zod-openapi'
import { idsSchema } from '../contract/common.ts'
import { generationRequestSchema, jobSchema, queueSchema } from '../contract/generation.ts'
import { memoryPlanSchema } from '../contract/memory.ts'
import { answersJson, idParams, jsonBody } from './answers.ts'

const tags = ['Generation']
const queueAnswer = answersJson('The queue as it is now', queueSchema)

export const postJobs = createRoute({
  method: 'post',
  path: '/api/jobs',
  tags,
  summary: 'Queue pictures; a prompt with {a|b} gives one job per picture',
  request: jsonBody(generationRequestSchema.extend({ place: z.enum(['end', 'next']).default('end') })),
  responses: answersJson('The new jobs', z.array(jobSchema)),
})

export const prepareEngine = createRoute({
  method: 'post',
  path: '/api/engine/prepare',
  tags,
  summary: 'Load what the pictures of a request need, so that the first one comes sooner; not while jobs run or wait',
  request: jsonBody(generationRequestSchema),
  responses: answersJson('Whether all is loaded now', z.object({ prepared: z.boolean() })),
})

export const planMemory = createRoute({
  method: 'post',
  path: '/api/plan',
  tags,
  summary:
    'What the pictures of a request will take of the memory, by shapes alone, and what would fit where they do not',
  request: jsonBody(generationRequestSchema),
  responses: answersJson('The plan', memoryPlanSchema),
})

export const cancelJob = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/cancel',
  tags,
  summary: 'Cancel a job that waits or runs',
  request: { params: idParams },
  responses: queueAnswer,
})

export const retryJob = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/retry',
  tags,
  summary: 'Queue a job again that failed or was cancelled; its pictures that exist are not made again',
  request: { params: idParams },
  responses: queueAnswer,
})

export const runJobNext = createRoute({
  method: 'post',
  path: '/api/jobs/{id}/next',
  tags,
  summary: 'Move a waiting job to the front',
  request: { params: idParams },
  responses: queueAnswer,
})

export const pauseQueue = createRoute({
  method: 'post',
  path: '/api/queue/pause',
  tags,
  summary: 'Start no further job; the running one ends',
  responses: queueAnswer,
})

export const resumeQueue = createRoute({
  method: 'post',
  path: '/api/queue/resume',
  tags,
  summary: 'Go on after a pause',
  responses: queueAnswer,
})

export const cancelAllJobs = createRoute({
  method: 'post',
  path: '/api/queue/cancel-all',
  tags,
  summary: 'Cancel every job that waits or runs',
  responses: queueAnswer,
})

export const putQueueOrder = createRoute({
  method: 'put',
  path: '/api/queue/order',
  tags,
  summary: 'Put waiting jobs in this order; waiting ones that are not named follow',
  request: jsonBody(idsSchema),
  responses: queueAnswer,
})

export const finishImage = createRoute({
  method: 'post',
  path: '/api/images/{id}/finish',
  tags,
  summary: 'Decode a draft’s kept latent with the full VAE, to a picture of its own',
  request: { params: idParams },
  responses: answersJson('The new job; once done, `comparison` tells the outcome', jobSchema),
})

export const regenerateImage = createRoute({
  method: 'post',
  path: '/api/images/{id}/regenerate',
  tags,
  summary: 'Queue a repetition of a picture that tells whether it comes out the same',
  request: { params: idParams },
  responses: answersJson('The new job; once done, `comparison` tells the outcome', jobSchema),
})
