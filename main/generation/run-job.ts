import { join } from 'node:path'
import { sentence } from '../../models/sentences/catalogue.ts'
import { SentenceError } from '../../models/sentences/sentence-error.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { namePicture } from '../../models/recipe/picture-name.ts'
import { CancelledError, EngineError } from '../engine/engine-errors.ts'
import { saysDiskFull } from '../files/disk-full.ts'
import type { FileSystem } from '../files/file-system.ts'
import type { Provider } from '../engine/protocol.ts'
import type { InstalledModels } from '../catalog/installed-models.ts'
import { readPicture } from '../images/fit-picture.ts'
import { makeThumbnails } from '../images/thumbnail.ts'
import type { Library, ValueStore } from '../library/library.ts'
import type { Job, Progress } from '../server/contract/generation.ts'
import type { Image } from '../server/contract/library.ts'
import { comparePictures } from './compare-pictures.ts'
import { DiskFullError, type StorageFolder } from './disk-full-error.ts'
import type { GeneratedPicture } from './generate.ts'
import { followProgress, type ProgressOptions } from './job-progress.ts'
import { createLoadingTimes } from './loading-times.ts'
import { makePictures, type MadePicture, type PictureMaker, type PicturesPlan } from './make-pictures.ts'
import { questionOf, type MemoryPlanner } from './memory-plan.ts'
import { planJob } from './plan-job.ts'
import type { PresetList } from './preset-list.ts'
import { planRegeneration } from './plan-regeneration.ts'
import { savePicture } from './save-picture.ts'
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

/** Tells which drive is full where a write says that one is. */
async function onDrive<T>(folder: StorageFolder, path: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    throw saysDiskFull(error) ? new DiskFullError(folder, path, error) : error
  }
}

/** Says what would have fitted where memory ran out; a plan without a problem knows nothing better. */
function nameWhatFits(error: unknown, findProblem: () => Sentence | null): unknown {
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

export function createJobRunner(options: JobRunnerOptions): RunJob {
  const { maker, library, models, presets, planner, startImages, providers, paths, nameTemplate, fileSystem } = options

  async function keep(job: Job, { picture, recipe }: MadePicture): Promise<Image> {
    const { folders, stem } = namePicture(nameTemplate(), recipe)
    const { pictures, data } = paths()
    const file = { pixels: picture.pixels, recipe, folder: join(pictures, ...folders), stem }
    const path = await onDrive('pictures', pictures, savePicture(file, fileSystem))
    const thumbnails = await makeThumbnails(picture)
    const { parentId } = job.request
    return onDrive('data', data, library.images.add({ path, recipe, thumbnails, parentId, jobId: job.id }))
  }

  async function generate(job: Job, listener: JobListener): Promise<null> {
    const { count } = job.request
    const before = library.jobs.picturesMade(job.id)
    const seeds = consecutive((job.seed ?? 0) + before, Math.max(0, count - before))
    const plan = planJob(job.request, seeds, { models, presets, providers: providers() })
    const { signal, onProgress: report } = listener
    const progress = follow(library.values, plan, { job, pictures: count, before, report })
    try {
      for await (const made of makePictures(maker, plan, { signal, ...progress })) {
        listener.onDevice(made.picture)
        listener.onImage(await keep(job, made))
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
    for await (const { picture, recipe: repeated } of makePictures(maker, plan, { signal, ...progress })) {
      listener.onDevice(picture)
      const readStored = async () => (await readPicture(path)).pixels
      comparison = await comparePictures(recipe, { recipe: repeated, pixels: picture.pixels }, readStored)
    }
    return comparison
  }

  return async (job, listener) => {
    try {
      return await (job.kind === 'generate' ? generate(job, listener) : regenerate(job, listener))
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
