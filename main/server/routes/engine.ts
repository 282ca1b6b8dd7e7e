import type { InstalledModels } from '../../catalog/installed-models.ts'
import type { Provider } from '../../engine/protocol.ts'
import type { EngineWarmer } from '../../generation/engine-warmer.ts'
import { planJob } from '../../generation/plan-job.ts'
import { jobsOfRequest } from '../../generation/queue-requests.ts'
import { prepareEngine } from '../definitions/generation.ts'
import { createRouter } from '../router.ts'

export interface EngineDependencies {
  readonly models: InstalledModels
  readonly providers: () => readonly Provider[]
  readonly drawSeed: () => number
  readonly warmer: EngineWarmer
}

/** What the engine does ahead of jobs. */
export function createEngineRoutes({ models, providers, drawSeed, warmer }: EngineDependencies) {
  return createRouter().openapi(prepareEngine, async (context) => {
    const request = { ...context.req.valid('json'), count: 1 }
    const findLora = (name: string) => models.loraNamed(name)?.id ?? null
    const [job] = jobsOfRequest(request, { drawSeed, findLora })
    const plan = job === undefined ? null : planJob(job.request, [], { models, providers: providers() })
    return context.json({ prepared: plan !== null && (await warmer.warm(plan)) }, 200)
  })
}
