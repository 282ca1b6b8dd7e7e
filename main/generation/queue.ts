import { z } from 'zod'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { JobStore, NewJob, ValueStore } from '../library/library.ts'
import type { Job, Queue } from '../server/contract/generation.ts'
import type { StudioEvent } from '../server/contract/studio.ts'
import { createCoalescer } from './coalesce.ts'
import { createEngineTrust } from './engine-trust.ts'
import { describeQueue, type LiveState } from './queue-state.ts'
import { createQueueWorker } from './queue-worker.ts'
import type { RunJob } from './run-job.ts'
import { createStorageWatch, type StorageWatchOptions } from './storage-watch.ts'

/** Jobs one after another, in an order that the user decides and that outlives the program. */
export interface JobQueue {
  /** @returns the jobs as stored. */
  add(jobs: readonly NewJob[], place: 'end' | 'next'): Job[]
  get(id: string): Job | null
  state(): Queue
  /** Whether a job is running now. */
  isRunning(): boolean
  /** Cancels a job that waits or runs. */
  cancel(id: string): void
  /** Moves a waiting job to the front. */
  runNext(id: string): void
  /** Queues what is left of a job that failed or was cancelled as a new one. */
  retry(id: string): void
  reorder(ids: readonly string[]): void
  cancelAll(): void
  /** Lends the engine for other work; jobs wait meanwhile. @throws QueueBusyError while one runs; as `work` */
  borrowEngine<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  pause(): void
  /** Also trusts an engine again that has stopped. */
  resume(): void
  /** Begins to work. */
  start(): void
  /** Ends the work; what was running waits for the next start. */
  stop(): Promise<void>
}

export interface JobQueueOptions {
  readonly jobs: JobStore
  readonly values: ValueStore
  readonly run: RunJob
  readonly emit: (event: StudioEvent) => void
  /** What to tell the user of an error. */
  readonly explain: (error: unknown) => Sentence
  /** Bytes that the engine's process takes; null where unknown. */
  readonly engineMemory: () => number | null
  readonly storage: Omit<StorageWatchOptions, 'onChange'>
}

const PAUSED_KEY = 'queue-paused'

function readPaused(values: ValueStore): boolean {
  return values.read(PAUSED_KEY, z.boolean()) ?? false
}

function initialState(values: ValueStore): LiveState {
  return {
    paused: readPaused(values),
    running: false,
    progress: null,
    engineMessage: null,
    device: null,
    fallback: null,
    blocked: null,
  }
}

/** Pauses and goes on; what the user wants outlives the program. */
function createPause(live: LiveState, values: ValueStore, onChange: () => void): (paused: boolean) => void {
  return (paused) => {
    live.paused = paused
    if (readPaused(values) !== paused) values.write(PAUSED_KEY, paused)
    onChange()
  }
}

function isUnfinished(job: Job | null): job is Job {
  return job?.state === 'failed' || job?.state === 'cancelled'
}

/** What of a job has not been made yet, as a new job. */
function remainderOf({ kind, request, seed, sourceId }: Job, made: number): NewJob {
  const count = Math.max(1, request.count - made)
  const done = request.count - count
  return { kind, request: { ...request, count }, seed: seed === null ? null : seed + done, sourceId }
}

/** Calls that change nothing on a job in another state than they need. */
export function createJobQueue(options: JobQueueOptions): JobQueue {
  const { jobs, values, emit, engineMemory } = options
  const live = initialState(values)
  const queueEvent = createCoalescer(() => emit({ type: 'queue', queue: state() }))
  const storage = createStorageWatch({ ...options.storage, onChange: () => queueEvent.request() })
  const state = () => describeQueue(jobs, live, { memoryBytes: engineMemory(), storage: storage.state() })

  const announceJob = (job: Job | null) => {
    if (job !== null) emit({ type: 'job', job })
    queueEvent.request()
  }
  const setPaused = createPause(live, values, () => queueEvent.request())
  const trust = createEngineTrust(live, () => setPaused(true))
  const worker = createQueueWorker({ ...options, live, announceJob, trust, storage })
  const insert = (newJobs: readonly NewJob[], place: 'end' | 'next') => {
    const added = jobs.insert(newJobs, place)
    queueEvent.request()
    worker.kick()
    return added
  }

  return {
    state,
    isRunning: () => live.running,
    get: (id) => jobs.get(id),
    add: insert,
    cancel(id) {
      if (!worker.abort(id)) announceJob(jobs.finish(id, { state: 'cancelled' }))
    },
    runNext: (id) => announceJob(jobs.moveNext(id)),
    retry(id) {
      const job = jobs.get(id)
      if (isUnfinished(job)) insert([remainderOf(job, jobs.picturesMade(id))], 'end')
    },
    reorder(ids) {
      jobs.reorder(ids)
      queueEvent.request()
    },
    cancelAll() {
      jobs.cancelWaiting()
      worker.abort()
      queueEvent.request()
    },
    borrowEngine: (work) => worker.borrowEngine(work),
    pause: () => setPaused(true),
    resume() {
      trust.restore()
      live.blocked = null
      setPaused(false)
      worker.kick()
    },
    start() {
      void storage.check()
      worker.kick()
    },
    async stop() {
      await worker.stop()
      storage.stop()
      queueEvent.cancel()
    },
  }
}
