import type { Client } from '../api/client.ts'
import type { GenerationRequest, Job, Queue, StudioEvent } from '../api/contract.ts'
import { EventCount } from './event-count.ts'
import { newlyFinished, queueAfter } from './queue-events.ts'

interface QueueOptions {
  readonly client: Client
  readonly initial: Queue
  readonly onFinished: (job: Job) => void
  readonly onError: (error: unknown) => void
}

/** The jobs that run, wait, and ended lately. */
export class QueueState {
  #queue: Queue
  #submissions = $state(0)
  readonly #options: QueueOptions
  readonly #events = new EventCount()

  constructor(options: QueueOptions) {
    this.#options = options
    this.#queue = $state.raw(options.initial)
  }

  get all(): Queue {
    return this.#queue
  }

  readonly running = $derived.by(() => this.#queue.active.find(({ state }) => state === 'running') ?? null)
  readonly waiting = $derived.by(() => this.#queue.active.filter(({ state }) => state === 'waiting'))
  readonly failed = $derived.by(() => this.#queue.recent.filter(({ state }) => state === 'failed'))

  get progress() {
    return this.#queue.progress
  }

  /** Rises with every request for pictures that was accepted. */
  get submissions(): number {
    return this.#submissions
  }

  receive(event: StudioEvent): void {
    if (event.type === 'queue' || event.type === 'job') this.#events.note()
    this.#take(event)
  }

  #take(event: StudioEvent): void {
    const before = this.#queue
    this.#queue = queueAfter(before, event)
    if (this.#queue !== before) newlyFinished(before, this.#queue).forEach(this.#options.onFinished)
  }

  /** @returns the jobs, or none where the back end refused (the user has been told) */
  async submit(request: GenerationRequest, place: 'end' | 'next' = 'end'): Promise<Job[]> {
    try {
      const jobs = await this.#options.client.queue.submit(request, place)
      this.#submissions += 1
      return jobs
    } catch (error) {
      this.#options.onError(error)
      return []
    }
  }

  cancel(id: string): Promise<void> {
    return this.#apply(this.#options.client.queue.cancel(id))
  }

  async cancelRunning(): Promise<void> {
    if (this.running !== null) await this.cancel(this.running.id)
  }

  cancelAll(): Promise<void> {
    return this.#apply(this.#options.client.queue.cancelAll())
  }

  retry(id: string): Promise<void> {
    return this.#apply(this.#options.client.queue.retry(id))
  }

  runNext(id: string): Promise<void> {
    return this.#apply(this.#options.client.queue.runNext(id))
  }

  togglePause(): Promise<void> {
    const { queue } = this.#options.client
    return this.#apply(this.#queue.paused ? queue.resume() : queue.pause())
  }

  /** Starts a stopped engine again. */
  restartEngine(): Promise<void> {
    return this.#apply(this.#options.client.queue.resume())
  }

  /** Moves a waiting job by `places`; beyond the ends it stays at the end. */
  async move(id: string, places: number): Promise<void> {
    const ids = this.waiting.map((job) => job.id)
    const from = ids.indexOf(id)
    const to = Math.max(0, Math.min(ids.length - 1, from + places))
    if (from < 0 || to === from) return
    ids.splice(from, 1)
    ids.splice(to, 0, id)
    await this.#apply(this.#options.client.queue.reorder(ids))
  }

  async #apply(answer: Promise<Queue>): Promise<void> {
    try {
      const queue = await this.#events.fresh(answer)
      if (queue !== null) this.#take({ type: 'queue', queue })
    } catch (error) {
      this.#options.onError(error)
    }
  }
}
