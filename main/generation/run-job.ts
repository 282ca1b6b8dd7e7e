import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { CancelledError, EngineError } from '../engine/engine-errors.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { Provider } from '../engine/protocol.ts'
import type { InstalledModels } from '../catalog/installed-models.ts'
import { readPicture } from '../images/fit-picture.ts'
import type { Library, ValueStore } from '../library/library.ts'
import type { Job, Progress } from '../server/contract/generation.ts'
import type { Image } from '../server/contract/library.ts'
import { comparePictures } from './compare-pictures.ts'
import type { StorageFolder } from './disk-full-error.ts'
import type { GeneratedPicture } from './generate.ts'
import { followProgress, type ProgressOptions } from './job-progress.ts'
import { finishDraft } from './finish-draft.ts'
import { createPictureKeeper, type PictureKeeper } from './keep-picture.ts'
import type { KeptLatents } from './kept-latents.ts'
import { createLoadingTimes } from './loading-times.ts'
import { LatentKeptError, makePictures, type PictureMaker, type PicturesPlan } from './make-pictures.ts'
import { questionOf, type MemoryPlanner } from './memory-plan.ts'
import { planJob } from './plan-job.ts'
import type { PresetList } from './preset-list.ts'
import { planRegeneration } from './plan-regeneration.ts'
import type { StartImages } from './start-images.ts'

/** Whom a running job tells what. */
export interface JobListener {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  readonly onImage: (image: Image) => void
  /** What computes it. */
  readonly onDevice: (used: Pick<GeneratedPicture, 'provider' | 'fallback'>) => void
}

/**
 * Does a job, from where it was left; pictures are kept as soon as each is done.
 * @returns the comparison of a `regenerate` job.
 * @throws CancelledError once the listener's signal is aborted; else errors whose message is for the user.
 */
export type RunJob = (job: Job, listener: JobListener) => Promise<Job['comparison']>

export interface JobRunnerOptions {
  readonly maker: PictureMaker
  readonly library: Pick<Library, 'images' | 'jobs' | 'values'>
  readonly models: InstalledModels
  readonly presets: PresetList
  readonly planner: MemoryPlanner
  readonly startImages: StartImages
  readonly latents: KeptLatents
  /** Devices to try now, in order. */
  readonly providers: () => readonly Provider[]
  /** Where pictures are kept, and where the library of them is. */
  readonly paths: () => Readonly<Record<StorageFolder, string>>
  /** How pictures are named below it. */
  readonly nameTemplate: () => string
  /** What pictures are written with. */
  readonly fileSystem: FileSystem
}

const clock = () => performance.now()

function consecutive(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index)
}

/** Says what would have fitted where memory ran out; a plan without a problem knows nothing better. */
function nameWhatFits(error: unknown, findProblem: () => Sentence | null): unknown {
  if (error instanceof LatentKeptError) return new LatentKeptError(nameWhatFits(error.cause, findProblem))
  if (!(error instanceof EngineError) || error.code !== 'memory') return error
  const problem = findProblem()
  return problem === null
    ? error
    : new EngineError('memory', sentence('engine.no-memory-fits', { problem }), error.detail)
}

/** What follows the run of a job's plan. */
function follow(
  values: ValueStore,
  { request, modelName }: PicturesPlan,
  run: Pick<ProgressOptions, 'job' | 'pictures' | 'before' | 'report'>,
) {
  const { width, height } = request.sampling
  const [device = 'cpu'] = request.device.providers
  const times = createLoadingTimes(values, { model: modelName, device, width, height })
  return followProgress({ ...run, clock, now: Date.now, times })
}

/** Makes a picture of its own out of a draft. */
async function finish(
  options: JobRunnerOptions,
  keeper: PictureKeeper,
  job: Job,
  listener: JobListener,
): Promise<null> {
  const { maker, library, models, planner, startImages, latents, providers } = options
  const { signal, onProgress, onImage, onDevice } = listener
  const sourceId = job.sourceId ?? ''
  const recipe = library.images.recipe(sourceId)
  if (recipe === null) throw new SourceGoneError()
  const { width, height } = recipe
  const [device = 'cpu'] = providers()
  const times = createLoadingTimes(library.values, { model: recipe.model.name, device, width, height })
  const progress = followProgress({ job, pictures: 1, before: 0, report: onProgress, clock, now: Date.now, times })
  const search = { models, hasher: maker.hasher, startImages, images: library.images, signal }
  const { drafts } = latents
  const finishing = { maker, drafts, search, planner, providers: providers(), tiling: job.request.tiling }
  const made = await finishDraft(recipe, finishing, progress)
  onDevice(made.picture)
  onImage(await keeper.keep(job, made, sourceId))
  await drafts.remove(recipe.result.latentSha256)
  return null
}

export function createJobRunner(options: JobRunnerOptions): RunJob {
  const { maker, library, models, presets, planner, startImages, latents, providers } = options
  const keeper = createPictureKeeper({ ...options, drafts: latents.drafts })

  async function generate(job: Job, listener: JobListener): Promise<null> {
    const { count } = job.request
    const before = library.jobs.picturesMade(job.id)
    const seeds = consecutive((job.seed ?? 0) + before, Math.max(0, count - before))
    const plan = planJob(job.request, seeds, { models, presets, planner, providers: providers() })
    const { signal, onProgress: report } = listener
    const progress = follow(library.values, plan, { job, pictures: count, before, report })
    try {
      for await (const made of makePictures(maker, plan, { signal, ...progress })) {
        listener.onDevice(made.picture)
        if (plan.request.model.vae !== null && plan.opened.decoder.kind === 'tiny') await keeper.keepDraft(made)
        listener.onImage(await keeper.keep(job, made))
      }
    } catch (error) {
      throw nameWhatFits(error, () => planner.plan(questionOf(plan, job.request)).problem)
    }
    return null
  }

  async function regenerate(job: Job, listener: JobListener): Promise<Job['comparison']> {
    const sourceId = job.sourceId ?? ''
    const [recipe, path] = [library.images.recipe(sourceId), library.images.path(sourceId)]
    if (recipe === null || path === null) throw new SourceGoneError()
    const { signal, onProgress: report } = listener
    const { hasher } = maker
    const { images } = library
    const search = { models, hasher, startImages, images, signal }
    const plan = await planRegeneration(recipe, { ...search, providers: providers() })
    const progress = follow(library.values, plan, { job, pictures: 1, before: 0, report })
    let comparison: Job['comparison'] = null
    for await (const { picture, recipe: repeated } of makePictures({ ...maker, undecoded: null }, plan, {
      signal,
      ...progress,
    })) {
      listener.onDevice(picture)
      const readStored = async () => (await readPicture(path)).pixels
      comparison = await comparePictures(recipe, { recipe: repeated, pixels: picture.pixels }, readStored)
    }
    return comparison
  }

  const work = {
    generate,
    regenerate,
    finish: (job: Job, listener: JobListener) => finish(options, keeper, job, listener),
  } as const

  return async (job, listener) => {
    try {
      return await work[job.kind](job, listener)
    } catch (error) {
      // What else an abort breaks off, such as hashing a file, is a cancel too.
      if (listener.signal.aborted) throw new CancelledError()
      throw error
    }
  }
}

/** The picture that was to be repeated has left the library. */
export class SourceGoneError extends SentenceError {
  override readonly name = 'SourceGoneError'

  constructor() {
    super(sentence('recipe.source-gone'))
  }
}
