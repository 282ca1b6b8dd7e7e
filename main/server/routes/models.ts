import { sentence } from '../../../models/sentences/catalogue.ts'
import type { InstalledModels } from '../../catalog/installed-models.ts'
import type { Model } from '../contract/models.ts'
import * as routes from '../definitions/models.ts'
import type { EventBus } from '../event-bus.ts'
import { notFound, ProblemError } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface ModelsDependencies {
  readonly models: InstalledModels
  readonly events: EventBus
}

/** Installed models and LoRAs. */
export function createModelsRoutes({ models, events }: ModelsDependencies) {
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
}
