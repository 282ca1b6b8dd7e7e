import type { Sentence } from '../../models/sentences/sentence.ts'
import type { JobStore } from '../library/library.ts'
import type { Progress, Queue } from '../server/contract/generation.ts'

const RECENT_SHOWN = 20

/** What of the queue is not stored with the jobs. */
export interface LiveState {
  paused: boolean
  running: boolean
  progress: Progress | null
  /** Why the engine is not to be trusted; null while all is well. */
  engineMessage: Sentence | null
  device: string | null
  fallback: Queue['fallback']
  blocked: Queue['blocked']
}

/** The queue as clients see it. */
export function describeQueue(
  jobs: JobStore,
  live: LiveState,
  { memoryBytes, storage }: Pick<Queue, 'memoryBytes' | 'storage'>,
): Queue {
  const { paused, running, progress, engineMessage, device, fallback, blocked } = live
  return {
    paused,
    active: jobs.active(),
    recent: jobs.recent(RECENT_SHOWN),
    progress,
    engine: running ? 'busy' : engineMessage === null ? 'idle' : 'stopped',
    engineMessage,
    device,
    fallback,
    memoryBytes,
    storage,
    blocked,
  }
}
