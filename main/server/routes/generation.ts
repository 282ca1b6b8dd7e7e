import type { InstalledModels } from '../../catalog/installed-models.ts'
import type { Provider } from '../../engine/protocol.ts'
import { RecipeError, type Recipe } from '../../../models/recipe/recipe.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { LatentFolder } from '../../generation/kept-latents.ts'
import type { MemoryPlanner } from '../../generation/memory-plan.ts'
import { planJob } from '../../generation/plan-job.ts'
import type { PresetList } from '../../generation/preset-list.ts'
import { jobsOfRequest } from '../../generation/queue-requests.ts'
import type { JobQueue } from '../../generation/queue.ts'
import { jobOfRecipe } from '../../generation/regeneration-job.ts'
import type { Library, NewJob } from '../../library/library.ts'
import type { Job } from '../contract/generation.ts'
import * as routes from '../definitions/generation.ts'
import { notFound } from '../problem-error.ts'
import { createRouter } from '../router.ts'

export interface GenerationDependencies {
  readonly library: Pick<Library, 'images' | 'promptHistory'>
  readonly queue: JobQueue
  readonly models: InstalledModels
  readonly presets: PresetList
  readonly planner: MemoryPlanner
  readonly drafts: Pick<LatentFolder, 'has'>
  readonly providers: () => readonly Provider[]
  readonly drawSeed: () => number
}

/** Jobs that go on from a picture: repeating it, finishing a draft. */
function createRepeatingRoutes({ library, queue, drafts }: GenerationDependencies) {
  function add(job: NewJob): Job {
    const [added] = queue.add([job], 'end')
    if (added === undefined) throw notFound('job')
    return added
  }

  function requireRecipe(id: string): Recipe {
    const recipe = library.images.recipe(id)
    if (recipe === null) throw notFound('picture')
    return recipe
  }

  return createRouter()
    .openapi(routes.finishImage, (context) => {
      const { id } = context.req.valid('param')
      const recipe = requireRecipe(id)
      if (!drafts.has(recipe.result.latentSha256)) throw new RecipeError(sentence('recipe.latent-gone'))
      const underWay = queue.state().active.find(({ kind, sourceId }) => kind === 'finish' && sourceId === id)
      return context.json(underWay ?? add({ ...jobOfRecipe(id, recipe), kind: 'finish' }), 200)
    })
    .openapi(routes.regenerateImage, (context) => {
      const { id } = context.req.valid('param')
      return context.json(add(jobOfRecipe(id, requireRecipe(id))), 200)
    })
}

/** Queueing pictures, and the queue. */
export function createGenerationRoutes(dependencies: GenerationDependencies) {
  const { library, queue, models, presets, planner, providers, drawSeed } = dependencies

  function requireJob(id: string): void {
    if (queue.get(id) === null) throw notFound('job')
  }

  return createRouter()
    .openapi(routes.postJobs, (context) => {
      const { place, ...request } = context.req.valid('json')
      const findLora = (name: string) => models.loraNamed(name)?.id ?? null
      const jobs = jobsOfRequest(request, { drawSeed, findLora })
      // What cannot work is refused now, not when its turn comes.
      for (const job of jobs.slice(0, 1)) planJob(job.request, [], { models, presets, planner, providers: providers() })
      library.promptHistory.add(request.prompt)
      return context.json(queue.add(jobs, place), 200)
    })
    .openapi(routes.cancelJob, (context) => {
      const { id } = context.req.valid('param')
      requireJob(id)
      queue.cancel(id)
      return context.json(queue.state(), 200)
    })
    .openapi(routes.retryJob, (context) => {
      const { id } = context.req.valid('param')
      requireJob(id)
      queue.retry(id)
      return context.json(queue.state(), 200)
    })
    .openapi(routes.runJobNext, (context) => {
      const { id } = context.req.valid('param')
      requireJob(id)
      queue.runNext(id)
      return context.json(queue.state(), 200)
    })
    .openapi(routes.pauseQueue, (context) => {
      queue.pause()
      return context.json(queue.state(), 200)
    })
    .openapi(routes.resumeQueue, (context) => {
      queue.resume()
      return context.json(queue.state(), 200)
    })
    .openapi(routes.cancelAllJobs, (context) => {
      queue.cancelAll()
      return context.json(queue.state(), 200)
    })
    .openapi(routes.putQueueOrder, (context) => {
      queue.reorder(context.req.valid('json').ids)
      return context.json(queue.state(), 200)
    })
    .route('/', createRepeatingRoutes(dependencies))
}
