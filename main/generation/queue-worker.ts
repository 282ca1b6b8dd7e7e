import type { Sentence } from '../../models/sentences/sentence.ts'
import { CancelledError } from '../engine/engine-errors.ts'
import type { JobEnd, JobStore } from '../library/library.ts'
import type { Job } from '../server/contract/generation.ts'
import type { StudioEvent } from '../server/contract/studio.ts'
import type { EngineTrust } from './engine-trust.ts'
import type { LiveState } from './queue-state.ts'
import type { RunJob } from './run-job.ts'

/** Does the waiting jobs, one at a time. */
export interface QueueWorker {
  /** Begins to work unless it is at it. */
  kick(): void
  /** Breaks off the running job, or the running one if it has this id. @returns whether there was one. */
  abort(id?: string): boolean
  /** Ends the work; what was running waits for the next start. */
  stop(): Promise<void>
}

export interface QueueWorkerOptions {
  readonly jobs: JobStore
  readonly run: RunJob
  readonly live: LiveState
  readonly emit: (event: StudioEvent) => void
  readonly announceJob: (job: Job | null) => void
  readonly trust: EngineTrust
  /** What to tell the user of an error. */
  readonly explain: (error: unknown) => Sentence
}

/** Runs a job and says how it ended; tells of pictures and progress meanwhile. */
async function runToEnd(
  job: Job,
  signal: AbortSignal,
  options: QueueWorkerOptions,
): Promise<JobEnd | { error: unknown }> {
  const { jobs, run, live, emit, announceJob } = options
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
      },
      onDevice: (device) => {
        live.device = device
      },
    })
    return { state: 'done', comparison }
  } catch (error) {
    return error instanceof CancelledError ? { state: 'cancelled' } : { error }
  } finally {
    over = true
  }
}

function endOf(outcome: JobEnd | { error: unknown }, { trust, explain }: QueueWorkerOptions): JobEnd {
  if ('state' in outcome) {
    if (outcome.state === 'done') trust.jobDone()
    return outcome
  }
  const problem = explain(outcome.error)
  trust.jobFailed(outcome.error, problem)
  return { state: 'failed', error: problem }
}

export function createQueueWorker(options: QueueWorkerOptions): QueueWorker {
  const { jobs, live, announceJob, trust, explain } = options
  let current: { readonly id: string; readonly abort: AbortController } | null = null
  let busy = false
  let ended = Promise.resolve()
  let stopping = false

  async function work(job: Job): Promise<void> {
    const abort = new AbortController()
    current = { id: job.id, abort }
    live.running = true
    trust.jobStarted()
    announceJob(job)
    const end = endOf(await runToEnd(job, abort.signal, options), options)
    current = null
    live.running = false
    live.progress = null
    const cutOff = stopping && end.state === 'cancelled'
    announceJob(cutOff ? jobs.requeue(job.id) : jobs.finish(job.id, end))
  }

  function takeNext(): Job | null {
    const waiting = live.paused || stopping ? null : jobs.nextWaiting()
    return waiting === null ? null : jobs.start(waiting.id)
  }

  async function workThrough(): Promise<void> {
    try {
      for (let job = takeNext(); job !== null; job = takeNext()) await work(job)
    } catch (error) {
      // The library's error: where nothing can be stored, nothing is begun.
      live.paused = true
      live.running = false
      live.engineMessage = explain(error)
      announceJob(null)
    }
    busy = false
  }

  return {
    kick() {
      if (busy) return
      busy = true
      ended = workThrough()
    },
    abort(id) {
      if (current === null || (id !== undefined && current.id !== id)) return false
      current.abort.abort()
      return true
    },
    async stop() {
      stopping = true
      current?.abort.abort()
      await ended
    },
  }
}
