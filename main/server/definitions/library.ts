import { createRoute, z } from '@hono/zod-openapi'
import { idSchema, idsSchema } from '../contract/common.ts'
import {
  facetsSchema,
  imageDaysSchema,
  imageDetailSchema,
  imagePageQuerySchema,
  imagePageSchema,
  imageQuerySchema,
} from '../contract/library.ts'
import { answersBytes, answersJson, idParams, jsonBody, nothingSchema } from './answers.ts'

const tags = ['Library']
const undoTokenSchema = z.object({ undoToken: z.string().min(1).max(200) })

export const getImages = createRoute({
  method: 'get',
  path: '/api/images',
  tags,
  summary: 'One page of the gallery',
  request: { query: imagePageQuerySchema },
  responses: answersJson('Pictures, and where the next page begins', imagePageSchema),
})

export const getImageDays = createRoute({
  method: 'get',
  path: '/api/images/days',
  tags,
  summary: 'How many pictures each day holds',
  request: { query: imageQuerySchema },
  responses: answersJson('Days with their counts', imageDaysSchema),
})

export const getFacets = createRoute({
  method: 'get',
  path: '/api/images/facets',
  tags,
  summary: 'The values that filters can have',
  responses: answersJson('Values with their counts', facetsSchema),
})

export const getImage = createRoute({
  method: 'get',
  path: '/api/images/{id}',
  tags,
  summary: 'Everything about one picture',
  request: { params: idParams },
  responses: answersJson('The picture', imageDetailSchema),
})

export const patchImages = createRoute({
  method: 'patch',
  path: '/api/images',
  tags,
  summary: 'Star or rate pictures',
  request: jsonBody(idsSchema.extend({ starred: z.boolean().optional(), rating: z.int().min(0).max(5).optional() })),
  responses: answersJson('Done', nothingSchema),
})

export const getImageFile = createRoute({
  method: 'get',
  path: '/api/images/{id}/file',
  tags,
  summary: "A picture's PNG file; ranges of it can be asked for",
  request: { params: idParams },
  responses: answersBytes('The file', 'image/png'),
})

export const getThumbnail = createRoute({
  method: 'get',
  path: '/api/images/{id}/thumb/{size}',
  tags,
  summary: 'A small version of a picture, at most this many pixels wide and high',
  request: { params: idParams.extend({ size: z.enum(['256', '512']) }) },
  responses: answersBytes('The thumbnail', 'image/webp'),
})

export const deleteImages = createRoute({
  method: 'post',
  path: '/api/images/delete',
  tags,
  summary: 'Delete pictures; their files go to the trash',
  request: jsonBody(idsSchema),
  responses: answersJson('What undoes it', undoTokenSchema),
})

export const undoDelete = createRoute({
  method: 'post',
  path: '/api/images/undo-delete',
  tags,
  summary: 'Take a deletion back',
  request: jsonBody(undoTokenSchema),
  responses: answersJson('The pictures that are back', z.object({ ids: z.array(idSchema) })),
})

export const exportImages = createRoute({
  method: 'post',
  path: '/api/export',
  tags,
  summary: 'Copy pictures into a folder (desktop only)',
  request: jsonBody(idsSchema.extend({ folder: z.string().min(1).max(4096), withoutMetadata: z.boolean() })),
  responses: answersJson('The paths of the copies', z.object({ files: z.array(z.string()) })),
})
