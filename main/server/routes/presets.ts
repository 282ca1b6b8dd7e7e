import type { InstalledModels } from '../../catalog/installed-models.ts'
import type { CustomPresets } from '../../generation/custom-presets.ts'
import type { JobPlanning } from '../../generation/plan-job.ts'
import { presetChoices } from '../../generation/preset-choices.ts'
import type { PresetList } from '../../generation/preset-list.ts'
import { presetOfRequest } from '../../generation/preset-of-request.ts'
import { takeLoraTags } from '../../generation/queue-requests.ts'
import * as routes from '../definitions/presets.ts'
import { notFound } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface PresetsDependencies {
  readonly models: InstalledModels
  readonly presets: PresetList
  readonly customPresets: CustomPresets
  readonly planner: JobPlanning['planner']
  readonly providers: () => JobPlanning['providers']
}

const FILE_NAME = 'onestroke-presets.json'

/** Presets: which fit a model, and the user's own. */
export function createPresetsRoutes({ models, presets, customPresets, planner, providers }: PresetsDependencies) {
  return createRouter()
    .openapi(routes.getPresetChoices, (context) => {
      const { id } = context.req.valid('param')
      const list = models.list()
      const checkpoint = list.find((model) => model.id === id && model.kind === 'checkpoint')
      if (checkpoint === undefined) throw notFound('model')
      return context.json(presetChoices(checkpoint, list, presets.list()), 200)
    })
    .openapi(routes.postPreset, (context) => {
      customPresets.add(context.req.valid('json'))
      return context.json(presets.list(), 200)
    })
    .openapi(routes.postPresetOfRequest, (context) => {
      const { title, request } = context.req.valid('json')
      const tagged = takeLoraTags(request, (name) => models.loraNamed(name)?.id ?? null)
      const planning = { models, presets, planner, providers: providers() }
      customPresets.add(presetOfRequest(title, tagged, planning))
      return context.json(presets.list(), 200)
    })
    .openapi(routes.exportPresets, (context) => {
      context.header('content-disposition', `attachment; filename="${FILE_NAME}"`)
      return context.json(customPresets.export(), 200)
    })
    .openapi(routes.importPresets, (context) => {
      customPresets.take(context.req.valid('json'))
      return context.json(presets.list(), 200)
    })
    .openapi(routes.putPreset, (context) => {
      const { id } = context.req.valid('param')
      if (!customPresets.change(id, context.req.valid('json'))) throw notFound('preset')
      return context.json(presets.list(), 200)
    })
    .openapi(routes.deletePreset, (context) => {
      if (!customPresets.remove(context.req.valid('param').id)) throw notFound('preset')
      return context.json(presets.list(), 200)
    })
}
