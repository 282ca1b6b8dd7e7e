import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import { eventSchema } from './contract/studio.ts'
import * as boards from './definitions/boards.ts'
import * as devices from './definitions/devices.ts'
import * as downloads from './definitions/downloads.ts'
import * as generation from './definitions/generation.ts'
import * as library from './definitions/library.ts'
import * as models from './definitions/models.ts'
import * as presets from './definitions/presets.ts'
import * as settings from './definitions/settings.ts'
import * as studio from './definitions/studio.ts'

type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** Every route of the back end, in the order of the document. */
const ROUTES: readonly RouteConfig[] = [
  ...Object.values<RouteConfig>(studio),
  ...Object.values<RouteConfig>(generation),
  ...Object.values<RouteConfig>(library),
  ...Object.values<RouteConfig>(boards),
  ...Object.values<RouteConfig>(models),
  ...Object.values<RouteConfig>(presets),
  ...Object.values<RouteConfig>(downloads),
  ...Object.values<RouteConfig>(devices),
  ...Object.values<RouteConfig>(settings),
]

/** The OpenAPI document of the back end. */
export function describeApi(version: string): ApiDocument {
  const described = new OpenAPIHono()
  described.openAPIRegistry.register('Event', eventSchema)
  for (const route of ROUTES) described.openAPIRegistry.registerPath(route)
  return described.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Onestroke',
      version,
      description:
        'The back end of Onestroke. Over TCP, requests carry the token that `onestroke serve` prints: as a bearer, or in the cookie that the first visit sets.',
    },
  })
}
