import { statSync } from 'node:fs'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { ModelFileError } from '../../catalog/file-problem.ts'
import type { InstalledModels } from '../../catalog/installed-models.ts'
import { knownHashes } from '../../catalog/known-hashes.ts'
import { verifyModelFile } from '../../catalog/verify-model.ts'
import type { ModelPreviews } from '../../images/model-preview.ts'
import type { Model } from '../contract/models.ts'
import * as routes from '../definitions/models.ts'
import type { EventBus } from '../event-bus.ts'
import { notFound, ProblemError } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface ModelsDependencies {
  readonly models: InstalledModels
  readonly previews: ModelPreviews
  readonly events: EventBus
}

/** @throws ModelFileError where it is not one file */
function requireOneFile({ name, path, builtIn }: Model): void {
  const isFolder = builtIn || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  if (isFolder) throw new ModelFileError(sentence('model-file.not-one-file', { name }))
}

/** Installed checkpoints, LoRAs and VAEs. */
export function createModelsRoutes({ models, previews, events }: ModelsDependencies) {
  function announced(): Model[] {
    const list = models.list()
    events.emit({ type: 'modelsChanged', models: list })
    return list
  }

  return createRouter()
    .openapi(routes.getModels, (context) => context.json(models.list(), 200))
    .openapi(routes.postModel, (context) => {
      models.add(context.req.valid('json').path)
      return context.json(announced(), 200)
    })
    .openapi(routes.deleteModel, (context) => {
      const { id } = context.req.valid('param')
      if (!models.remove(id)) {
        if (!models.has(id)) throw notFound('model')
        throw new ProblemError(409, 'built-in', sentence('request.built-in'))
      }
      return context.json(announced(), 200)
    })
    .openapi(routes.getModelPreview, async (context) => {
      const path = models.preview(context.req.valid('param').id)
      const preview = path === null ? null : await previews.get(path)
      if (preview === null) throw notFound('picture')
      const { webp, etag } = preview
      const headers = { 'content-type': 'image/webp', 'cache-control': 'private, no-cache', etag }
      if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
      return new Response(webp, { headers })
    })
    .openapi(routes.verifyModel, async (context) => {
      const { id } = context.req.valid('param')
      const model = models.list().find((one) => one.id === id)
      if (model === undefined) throw notFound('model')
      requireOneFile(model)
      const { signal } = context.req.raw
      return context.json(await verifyModelFile(model.path, knownHashes(model.path, model), { signal }), 200)
    })
}
