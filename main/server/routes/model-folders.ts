import type { ModelFolders } from '../../catalog/folders/model-folders.ts'
import * as routes from '../definitions/models.ts'
import { notFound } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface ModelFoldersDependencies {
  readonly modelFolders: ModelFolders
}

/** Folders whose models are used where they lie. */
export function createModelFoldersRoutes({ modelFolders }: ModelFoldersDependencies) {
  return createRouter()
    .openapi(routes.getModelFolders, (context) => context.json(modelFolders.state(), 200))
    .openapi(routes.postModelFolder, async (context) => {
      await modelFolders.add(context.req.valid('json').path)
      return context.json(modelFolders.state(), 200)
    })
    .openapi(routes.deleteModelFolder, async (context) => {
      if (!(await modelFolders.remove(context.req.valid('param').id))) throw notFound('folder')
      return context.json(modelFolders.state(), 200)
    })
    .openapi(routes.readModelFolder, (context) => {
      if (!modelFolders.read(context.req.valid('param').id)) throw notFound('folder')
      return context.json(modelFolders.state(), 200)
    })
}
