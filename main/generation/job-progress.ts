import { sentence } from '../../models/sentences/catalogue.ts'
import { encodePreview } from '../images/encode-preview.ts'
import type { Job, Progress } from '../server/contract/generation.ts'
import type { GenerationEvents } from './generate.ts'
import type { LoadingTimes } from './loading-times.ts'

export interface ProgressOptions {
  readonly job: Pick<Job, 'id'>
  /** Pictures of the job, and how many of them existed before this run. */
  readonly pictures: number
  readonly before: number
  readonly report: (progress: Progress) => void
  /** Milliseconds that only grow. */
  readonly clock: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly times: LoadingTimes
}

type Followed = Required<Pick<GenerationEvents, 'onActivity' | 'onLoading' | 'onStep' | 'onPreview'>>

/** Measures steps. The first one of a run also builds what the others reuse, so the latest counts. */
function createStepTimer(clock: () => number) {
  let lastAt: number | null = null
  let stepMs: number | null = null
  return {
    activity() {
      lastAt = clock()
    },
    step() {
      const now = clock()
      if (lastAt !== null) stepMs = now - lastAt
      lastAt = now
    },
    /** To a tenth of a second; null before the first step. */
    secondsFor: (steps: number) => (stepMs === null ? null : Math.round((steps * stepMs) / 100) / 10),
  }
}

/** Measures what is loaded, and remembers it. */
function createLoadingTimer({ clock, times }: Pick<ProgressOptions, 'clock' | 'times'>) {
  let loading: { readonly part: string; readonly since: number } | null = null
  return (part: string | null) => {
    if (loading !== null) times.record(loading.part, clock() - loading.since)
    loading = part === null ? null : { part, since: clock() }
  }
}

/** Follows a run's events and reports what the job is at. */
export function followProgress({ job, pictures, before, report, clock, now, times }: ProgressOptions): Followed {
  const timer = createStepTimer(clock)
  const timeLoading = createLoadingTimer({ clock, times })
  let encoding = false
  let progress: Progress = {
    jobId: job.id,
    picture: before,
    pictures,
    activity: null,
    loading: null,
    step: 0,
    steps: 0,
    secondsLeft: null,
    preview: null,
  }
  const change = (part: Partial<Progress>) => {
    progress = { ...progress, ...part }
    report(progress)
  }
  const showPreview = async (preview: Parameters<Followed['onPreview']>[0]) => {
    // Steps can be quicker than pictures are compressed: those between are left out.
    if (encoding) return
    encoding = true
    try {
      const url = await encodePreview(preview)
      if (before + preview.picture === progress.picture) change({ preview: url })
    } catch {
      // A preview that cannot be shown costs nothing.
    }
    encoding = false
  }
  return {
    onActivity(activity) {
      timer.activity()
      change({ activity })
    },
    onLoading(part) {
      timeLoading(part)
      const loading = part === null ? null : { part, since: now(), expectedMs: times.expected(part) }
      change({ loading })
    },
    onStep({ picture: index, done, total }) {
      timer.step()
      const picture = before + index
      const secondsLeft = timer.secondsFor(total - done + (pictures - picture - 1) * total)
      const activity =
        done < total ? sentence('activity.step', { step: done + 1, steps: total }) : sentence('activity.decoding')
      const preview = picture === progress.picture ? progress.preview : null
      change({ picture, activity, step: done, steps: total, preview, secondsLeft })
    },
    onPreview: (preview) => void showPreview(preview),
  }
}
