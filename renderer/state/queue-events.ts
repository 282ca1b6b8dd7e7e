import type { Job, Progress, Queue, StudioEvent } from '../api/contract.ts'

/** Finished jobs that are kept for the list: as many as the back end sends. */
const RECENT = 20

const UNFINISHED: readonly Job['state'][] = ['running', 'waiting']

function withJob(queue: Queue, job: Job): Queue {
  const recent = queue.recent.filter(({ id }) => id !== job.id)
  const progress = queue.progress?.jobId === job.id && job.state !== 'running' ? null : queue.progress
  if (!UNFINISHED.includes(job.state)) {
    const active = queue.active.filter(({ id }) => id !== job.id)
    return { ...queue, active, recent: [job, ...recent].slice(0, RECENT), progress }
  }
  const known = queue.active.some(({ id }) => id === job.id)
  const active = known ? queue.active.map((other) => (other.id === job.id ? job : other)) : [...queue.active, job]
  // The running one is first, wherever it waited.
  const running = active.filter(({ state }) => state === 'running')
  const waiting = active.filter(({ state }) => state === 'waiting')
  return { ...queue, active: [...running, ...waiting], recent, progress }
}

function withProgress(queue: Queue, progress: Progress): Queue {
  // A line that was under way when its job was cancelled.
  if (!queue.active.some(({ id, state }) => id === progress.jobId && state === 'running')) return queue
  const kept = queue.progress?.jobId === progress.jobId && queue.progress.picture === progress.picture
  const preview = progress.preview ?? (kept ? (queue.progress?.preview ?? null) : null)
  return { ...queue, progress: { ...progress, preview } }
}

/** The queue after an event; the same object where the event does not concern it. */
export function queueAfter(queue: Queue, event: StudioEvent): Queue {
  switch (event.type) {
    case 'queue':
      return event.queue
    case 'job':
      return withJob(queue, event.job)
    case 'progress':
      return withProgress(queue, event.progress)
    default:
      return queue
  }
}

/** Jobs that ended between two states of the queue, newest first. */
export function newlyFinished(before: Queue, after: Queue): Job[] {
  const active = new Set(before.active.map(({ id }) => id))
  return after.recent.filter(({ id }) => active.has(id))
}
