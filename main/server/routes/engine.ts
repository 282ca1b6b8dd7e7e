import type { BackgroundHashing } from '../../catalog/background-hashing.ts'
import type { InstalledModels } from '../../catalog/installed-models.ts'
import type { Provider } from '../../engine/protocol.ts'
import type { EngineWarmer } from '../../generation/engine-warmer.ts'
import { questionOf, type MemoryPlanner } from '../../generation/memory-plan.ts'
import { planJob } from '../../generation/plan-job.ts'
import type { PresetList } from '../../generation/preset-list.ts'
import { jobsOfRequest } from '../../generation/queue-requests.ts'
import { planMemory, prepareEngine } from '../definitions/generation.ts'
import type { GenerationRequestBody } from '../contract/generation.ts'
import { createRouter } from '../router.ts'

export interface EngineDependencies {
  readonly models: InstalledModels
  readonly presets: PresetList
  readonly providers: () => readonly Provider[]
  readonly drawSeed: () => number
  readonly warmer: EngineWarmer
  readonly planner: MemoryPlanner
  readonly hashing: Pick<BackgroundHashing, 'prefer'>
}

/** What the engine does ahead of jobs, and what it will need for them. */
export function createEngineRoutes({
  models,
  presets,
  providers,
  drawSeed,
  warmer,
  planner,
  hashing,
}: EngineDependencies) {
  const planFirst = (request: GenerationRequestBody) => {
    const findLora = (name: string) => models.loraNamed(name)?.id ?? null
    const [job] = jobsOfRequest({ ...request, count: 1 }, { drawSeed, findLora })
    if (job === undefined) throw new RangeError('a request makes at least one job')
    return planJob(job.request, [], { models, presets, planner, providers: providers() })
  }

  return createRouter()
    .openapi(prepareEngine, async (context) => {
      const request = context.req.valid('json')
      hashing.prefer(request.modelId)
      return context.json({ prepared: await warmer.warm(planFirst(request)) }, 200)
    })
    .openapi(planMemory, (context) => {
      const request = context.req.valid('json')
      return context.json(planner.plan(questionOf(planFirst(request), request)), 200)
    })
}
