import { sentence } from '../../../models/sentences/catalogue.ts'
import type { Downloads } from '../../downloads/downloads.ts'
import * as routes from '../definitions/downloads.ts'
import { ProblemError } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface DownloadsDependencies {
  readonly downloads: Downloads
}

function requireFound(found: boolean): void {
  if (!found) throw new ProblemError(404, 'not-found', sentence('download.gone'))
}

/** The catalog of published models, and bringing them here. */
export function createDownloadsRoutes({ downloads }: DownloadsDependencies) {
  return createRouter()
    .openapi(routes.getCatalog, async (context) => context.json(await downloads.catalog(), 200))
    .openapi(routes.postDownloads, async (context) => {
      const { fileIds, acceptedLicenceIds } = context.req.valid('json')
      await downloads.order(fileIds, acceptedLicenceIds)
      return context.json(downloads.list(), 200)
    })
    .openapi(routes.pauseDownload, (context) => {
      requireFound(downloads.pause(context.req.valid('param').id))
      return context.json(downloads.list(), 200)
    })
    .openapi(routes.resumeDownload, (context) => {
      requireFound(downloads.resume(context.req.valid('param').id))
      return context.json(downloads.list(), 200)
    })
    .openapi(routes.cancelDownload, async (context) => {
      requireFound(await downloads.cancel(context.req.valid('param').id))
      return context.json(downloads.list(), 200)
    })
    .openapi(routes.importFiles, async (context) =>
      context.json({ fileIds: await downloads.import(context.req.valid('json').path) }, 200),
    )
}
