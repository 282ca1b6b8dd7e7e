import { createRoute, z } from '@hono/zod-openapi'
import { catalogSchema, downloadsSchema } from '../contract/downloads.ts'
import { answersJson, jsonBody } from './answers.ts'

const tags = ['Downloads']
const downloadsAnswer = answersJson('All downloads', downloadsSchema)
const fileId = z.string().min(1).max(200)
const fileParams = z.object({ id: fileId })

export const getCatalog = createRoute({
  method: 'get',
  path: '/api/catalog',
  tags,
  summary: 'The published models that can be downloaded, with their licences',
  responses: answersJson('The catalog', catalogSchema),
})

export const postDownloads = createRoute({
  method: 'post',
  path: '/api/downloads',
  tags,
  summary: 'Download files of the catalog (409 `licence`: one is not accepted; 409 `no-room`)',
  request: jsonBody(
    z.object({ fileIds: z.array(fileId).min(1).max(200), acceptedLicenceIds: z.array(fileId).max(200) }),
  ),
  responses: downloadsAnswer,
})

export const pauseDownload = createRoute({
  method: 'post',
  path: '/api/downloads/{id}/pause',
  tags,
  summary: 'Let a download rest; what has arrived is kept',
  request: { params: fileParams },
  responses: downloadsAnswer,
})

export const resumeDownload = createRoute({
  method: 'post',
  path: '/api/downloads/{id}/resume',
  tags,
  summary: 'Go on with a download that was paused or failed',
  request: { params: fileParams },
  responses: downloadsAnswer,
})

export const cancelDownload = createRoute({
  method: 'post',
  path: '/api/downloads/{id}/cancel',
  tags,
  summary: 'End a download and remove what has arrived',
  request: { params: fileParams },
  responses: downloadsAnswer,
})

export const importFiles = createRoute({
  method: 'post',
  path: '/api/catalog/import',
  tags,
  summary: 'Copy files of the catalog from a file or folder of this computer, such as a stick, and check their hashes',
  request: jsonBody(z.object({ path: z.string().min(1).max(4096) })),
  responses: answersJson('The files that were found', z.object({ fileIds: z.array(z.string()) })),
})
