import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { CancelledError } from '../engine/engine-errors.ts'
import { saysDiskFull } from '../files/disk-full.ts'
import type { JobEnd, JobStore } from '../library/library.ts'
import type { Job } from '../server/contract/generation.ts'
import type { StudioEvent } from '../server/contract/studio.ts'
import { DiskFullError } from './disk-full-error.ts'
import type { EngineTrust } from './engine-trust.ts'
import { createEngineTurns } from './engine-turns.ts'
import { LatentKeptError } from './make-pictures.ts'
import type { LiveState } from './queue-state.ts'
import type { RunJob } from './run-job.ts'
import type { Shortage, StorageWatch } from './storage-watch.ts'

/** Does the waiting jobs, one at a time. */
export interface QueueWorker {
  /** Begins to work unless it is at it; what a crash or a full disk has cut off is marked as failed first. */
  kick(): void
  /** Breaks off the running job, or the running one if it has this id. @returns whether there was one. */
  abort(id?: string): boolean
  /** Lends the engine for other work; jobs wait meanwhile. @throws QueueBusyError while it is at work; as `work` */
  borrowEngine<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Ends the work, lent or own; what was running waits for the next start. */
  stop(): Promise<void>
}

export interface QueueWorkerOptions {
  readonly jobs: JobStore
  readonly run: RunJob
  readonly live: LiveState
  readonly emit: (event: StudioEvent) => void
  readonly announceJob: (job: Job | null) => void
  readonly trust: EngineTrust
  readonly storage: StorageWatch
  /** What to tell the user of an error. */
  readonly explain: (error: unknown) => Sentence
}

const CUT_OFF = sentence('queue.cut-off')

/** To be called while nothing is at work. */
function failCutOff(jobs: JobStore): void {
  for (const job of jobs.active()) {
    if (job.state === 'running') jobs.finish(job.id, { state: 'failed', error: CUT_OFF })
  }
}

type Outcome = JobEnd | { readonly error: unknown; readonly latentKept: boolean }

/** Runs a job and says how it ended; tells of pictures and progress meanwhile. */
async function runToEnd(job: Job, signal: AbortSignal, options: QueueWorkerOptions): Promise<Outcome> {
  const { jobs, run, live, emit, announceJob, storage } = options
  let over = false
  try {
    const comparison = await run(job, {
      signal,
      onProgress: (progress) => {
        // A preview may be ready only after its job.
        if (over) return
        live.progress = progress
        emit({ type: 'progress', progress })
      },
      onImage: (image) => {
        emit({ type: 'imageAdded', image })
        announceJob(jobs.get(job.id))
        void storage.check()
      },
      onDevice: ({ provider, fallback }) => {
        live.device = provider
        live.fallback = fallback
      },
    })
    return { state: 'done', comparison }
  } catch (error) {
    if (error instanceof LatentKeptError) return { error: error.cause, latentKept: true }
    return error instanceof CancelledError ? { state: 'cancelled' } : { error, latentKept: false }
  } finally {
    over = true
  }
}

function endOf(outcome: Outcome, { trust, explain }: QueueWorkerOptions): JobEnd {
  if ('state' in outcome) {
    if (outcome.state === 'done') trust.jobDone()
    return outcome
  }
  const problem = explain(outcome.error)
  trust.jobFailed(outcome.error, problem)
  return { state: 'failed', error: problem, latentKept: outcome.latentKept }
}

/** Pauses until the user goes on, or until the next start: a full disk could not keep it longer. */
function pauseFor(shortage: Shortage, { live, announceJob }: QueueWorkerOptions): void {
  live.paused = true
  live.blocked = shortage
  announceJob(null)
}

/** The library's error: where nothing can be stored, nothing is begun. */
function pauseAfter(error: unknown, options: QueueWorkerOptions): void {
  const { live, announceJob, storage, explain } = options
  live.running = false
  if (saysDiskFull(error)) {
    pauseFor(storage.shortageOf('data'), options)
    return
  }
  live.paused = true
  live.engineMessage = explain(error)
  announceJob(null)
}

export function createQueueWorker(options: QueueWorkerOptions): QueueWorker {
  const { jobs, live, announceJob, trust, storage } = options
  let current: { readonly id: string; readonly abort: AbortController } | null = null
  let stopping = false

  async function work(job: Job): Promise<void> {
    const abort = new AbortController()
    current = { id: job.id, abort }
    live.running = true
    trust.jobStarted()
    announceJob(job)
    const outcome = await runToEnd(job, abort.signal, options)
    const end = endOf(outcome, options)
    if (!('state' in outcome) && outcome.error instanceof DiskFullError) {
      pauseFor(storage.shortageOf(outcome.error.folder), options)
    }
    current = null
    live.running = false
    live.progress = null
    const cutOff = stopping && end.state === 'cancelled'
    announceJob(cutOff ? jobs.requeue(job.id) : jobs.finish(job.id, end))
  }

  const nextWaiting = () => (live.paused || stopping ? null : jobs.nextWaiting())

  async function takeNext(waiting: Job): Promise<void> {
    const shortage = await storage.shortageFor(waiting.request)
    // Meanwhile it may have been cancelled, or another one put before it.
    if (nextWaiting()?.id !== waiting.id) return
    if (shortage !== null) return pauseFor(shortage, options)
    const job = jobs.start(waiting.id)
    if (job !== null) await work(job)
  }

  const turns = createEngineTurns(async () => {
    try {
      failCutOff(jobs)
      for (let waiting = nextWaiting(); waiting !== null; waiting = nextWaiting()) await takeNext(waiting)
    } catch (error) {
      pauseAfter(error, options)
    }
  })

  return {
    kick: () => turns.kick(),
    borrowEngine: (borrowing) => turns.borrow(borrowing),
    abort(id) {
      if (current === null || (id !== undefined && current.id !== id)) return false
      current.abort.abort()
      return true
    },
    async stop() {
      stopping = true
      current?.abort.abort()
      await turns.stop()
    },
  }
}
