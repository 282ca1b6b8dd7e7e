import type { Client } from '../api/client.ts'
import type { ImageDetail, Job, StudioEvent } from '../api/contract.ts'
import { withoutMarks, type Marks } from './picture-marks.ts'
import type { UiState } from './ui-state.svelte.ts'
import { comparisonWith, nextMode, type CompareMode, type Comparison } from './viewer-compare.ts'

const SECTION = 'viewer'
const ROOMS = ['black', 'grey', 'white'] as const
/** What surrounds the picture. */
export type Room = (typeof ROOMS)[number]

/** Between one picture that is followed to and the next. */
const FOLLOW_MS = 100

interface ViewerOptions {
  readonly images: Client['images']
  readonly uiState: UiState
  readonly onError: (error: unknown) => void
}

function isFinished({ kind, state }: Job): boolean {
  return kind === 'finish' && state === 'done'
}

/** What the viewer shows around and beside the picture that is looked at. */
export class Viewer {
  readonly #options: ViewerOptions
  #detail = $state.raw<ImageDetail | null>(null)
  #room: Room
  #showsDetails: boolean
  #full = $state(false)
  /** New pictures are shown as they come, until the user looks at another one; from the next request on again. */
  #following = $state(true)
  #comparison = $state.raw<Comparison | null>(null)
  #repetitions = $state.raw<Readonly<Record<string, Job>>>({})
  /** The picture to look at, whose details may be on their way. */
  #wantedId: string | null = null
  #reading: AbortController | null = null
  #followedAt = -Infinity
  #next: ReturnType<typeof setTimeout> | undefined

  constructor(options: ViewerOptions) {
    this.#options = options
    const stored = (options.uiState.read(SECTION) ?? {}) as Record<string, unknown>
    this.#room = $state(ROOMS.find((room) => room === stored['room']) ?? 'grey')
    this.#showsDetails = $state(stored['showsDetails'] === true)
  }

  /** Everything about the picture that is looked at; null while it is read. */
  get detail(): ImageDetail | null {
    return this.#detail
  }

  get room(): Room {
    return this.#room
  }

  get showsDetails(): boolean {
    return this.#showsDetails
  }

  get full(): boolean {
    return this.#full
  }

  toggleFull(): void {
    this.#full = !this.#full
  }

  leaveFull(): void {
    this.#full = false
  }

  get following(): boolean {
    return this.#following
  }

  set following(following: boolean) {
    this.#following = following
  }

  get comparison(): Comparison | null {
    return this.#comparison
  }

  /** The job that repeats or repeated the picture that is looked at. */
  readonly repetition = $derived.by(() => (this.#detail === null ? null : (this.#repetitions[this.#detail.id] ?? null)))

  /** Looks at a picture. Of those that a held key passes by, some are left out: each costs a request and a whole file. */
  follow(id: string | null): void {
    clearTimeout(this.#next)
    const follow = () => {
      this.#followedAt = Date.now()
      void this.read(id)
    }
    const wait = this.#followedAt + FOLLOW_MS - Date.now()
    if (wait > 0) this.#next = setTimeout(follow, wait)
    else follow()
  }

  /** Reads a picture's details; those of the one before stay until they are there. */
  async read(id: string | null): Promise<void> {
    this.#reading?.abort()
    this.#wantedId = id
    if (id === null) {
      this.#detail = null
      return
    }
    if (this.#comparison?.otherId === id) this.#comparison = null
    const reading = new AbortController()
    this.#reading = reading
    try {
      const detail = await this.#options.images.detail(id, reading.signal)
      if (!reading.signal.aborted) this.#detail = detail
    } catch (error) {
      if (!reading.signal.aborted) this.#options.onError(error)
    }
  }

  /** Shows a change at once that the back end is being asked for. @returns what takes it back */
  patch(ids: ReadonlySet<string>, change: Marks): () => void {
    const before = this.#detail
    if (before === null || !ids.has(before.id)) return () => undefined
    this.#detail = { ...before, ...change }
    return () => {
      if (this.#detail?.id === before.id) this.#detail = withoutMarks(this.#detail, change, before)
    }
  }

  receive(event: StudioEvent): void {
    if (event.type === 'job') this.#rememberRepetitions([event.job])
    if (event.type === 'queue') this.#rememberRepetitions([...event.queue.recent.toReversed(), ...event.queue.active])
    // A draft that was finished cannot be finished again.
    if (event.type === 'job' && isFinished(event.job) && this.#detail?.draft === true) void this.read(this.#wantedId)
    if (event.type === 'imagesChanged' && event.ids.some((id) => id === this.#wantedId)) void this.read(this.#wantedId)
    if (event.type === 'imagesRemoved' && event.ids.some((id) => id === this.#comparison?.otherId)) this.endComparison()
  }

  nextRoom(): void {
    this.#room = ROOMS[(ROOMS.indexOf(this.#room) + 1) % ROOMS.length] as Room
    this.#store()
  }

  toggleDetails(): void {
    this.#showsDetails = !this.#showsDetails
    this.#store()
  }

  /** Compares the picture that is looked at with another; again with the same one ends it. */
  compareWith(id: string): void {
    this.#comparison = comparisonWith(this.#comparison, id, this.#detail?.id ?? null)
  }

  endComparison(): void {
    this.#comparison = null
  }

  compareIn(mode: CompareMode): void {
    if (this.#comparison !== null) this.#comparison = { ...this.#comparison, mode }
  }

  nextCompareMode(): void {
    if (this.#comparison !== null) this.compareIn(nextMode(this.#comparison.mode))
  }

  swapCompared(): void {
    const comparison = this.#comparison
    if (comparison !== null) this.#comparison = { ...comparison, swapped: !comparison.swapped }
  }

  /** Remembers repetitions until their picture's turn to be looked at. */
  #rememberRepetitions(jobs: readonly Job[]): void {
    const found = jobs.flatMap((job) =>
      job.kind === 'regenerate' && job.sourceId !== null ? [[job.sourceId, job] as const] : [],
    )
    if (found.length > 0) this.#repetitions = { ...this.#repetitions, ...Object.fromEntries(found) }
  }

  #store(): void {
    this.#options.uiState.write(SECTION, { room: this.#room, showsDetails: this.#showsDetails })
  }
}
