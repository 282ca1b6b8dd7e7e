import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import { publishedBytes } from '../catalog/published/published-files.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { ValueStore } from '../library/library.ts'
import type { Download } from '../server/contract/downloads.ts'
import type { DownloadRunner, Order, Progress } from './run-download.ts'
import { createSpeed, type Speed } from './speed.ts'
import { readOrders, writeOrders } from './stored-orders.ts'

/** Published files on their way here, one after the other. */
export interface DownloadQueue {
  list(): Download[]
  /** Takes up those that waited when the program ended. */
  start(): void
  /** Those that are there already stay as they are; one that had failed or paused goes on. */
  add(orders: readonly Order[]): void
  /** Each returns false where there is no such download. */
  pause(id: string): boolean
  resume(id: string): boolean
  /** Also removes what has arrived. */
  cancel(id: string): Promise<boolean>
  /** Ends the running one, which goes on at the next start. */
  stop(): Promise<void>
}

export interface QueueOptions {
  readonly runner: DownloadRunner
  readonly published: (id: string) => ManifestFile | null
  readonly values: ValueStore
  /** Makes a file that has come usable. */
  readonly install: (path: string) => void
  /** The list has changed: soon, for mere progress. */
  readonly onChange: (urgent: boolean) => void
  readonly explain: (error: unknown) => Sentence
  readonly now: () => number
}

interface Entry {
  readonly order: Order
  state: Download['state']
  doneBytes: number
  totalBytes: number
  problem: Sentence | null
  speed: Speed
}

interface Running {
  readonly entry: Entry
  readonly abort: AbortController
  readonly ended: Promise<void>
}

function describe({ order, state, doneBytes, totalBytes, problem, speed }: Entry): Download {
  const bytesPerSecond = state === 'running' ? speed.bytesPerSecond() : null
  const secondsLeft = bytesPerSecond === null || bytesPerSecond <= 0 ? null : (totalBytes - doneBytes) / bytesPerSecond
  return {
    id: order.file.id,
    title: order.file.title,
    state,
    doneBytes: Math.min(doneBytes, totalBytes),
    totalBytes,
    bytesPerSecond,
    secondsLeft,
    problem,
  }
}

export function createDownloadQueue(options: QueueOptions): DownloadQueue {
  const { runner, published, values, install, onChange, explain, now } = options
  let entries: Entry[] = []
  let running: Running | null = null
  let stopped = true

  const entryOf = (order: Order): Entry => ({
    order,
    state: 'waiting',
    doneBytes: 0,
    totalBytes: publishedBytes(order.file),
    problem: null,
    speed: createSpeed(now),
  })

  function store(): void {
    const kept = entries.filter(({ state }) => state !== 'done')
    writeOrders(
      values,
      kept.map(({ order: { file, from }, state, problem }) => {
        const isSettled = state === 'paused' || state === 'failed'
        return { id: file.id, from, state: isSettled ? state : 'waiting', problem: state === 'failed' ? problem : null }
      }),
    )
  }

  function changed(): void {
    store()
    onChange(true)
  }

  function report(entry: Entry, progress: Progress): void {
    const isNews = entry.state !== progress.state || entry.problem?.message !== progress.problem?.message
    Object.assign(entry, progress)
    if (progress.state === 'running') entry.speed.record(progress.doneBytes)
    onChange(isNews)
  }

  async function work(entry: Entry, signal: AbortSignal): Promise<void> {
    try {
      const path = await runner.run(entry.order, signal, (progress) => {
        if (!signal.aborted) report(entry, progress)
      })
      install(path)
      entry.state = 'done'
      entry.doneBytes = entry.totalBytes
      entry.problem = null
    } catch (error) {
      // Whoever aborted it has said what it is now.
      if (signal.aborted) return
      entry.state = 'failed'
      entry.problem = explain(error)
    }
  }

  function finish(entry: Entry): void {
    running = null
    if (stopped) return
    changed()
    if (entry.state === 'done') {
      entries = entries.filter((other) => other !== entry)
      onChange(false)
    }
    next()
  }

  function next(): void {
    if (stopped || running !== null) return
    const entry = entries.find(({ state }) => state === 'waiting')
    if (entry === undefined) return
    const abort = new AbortController()
    entry.state = entry.order.from === null ? 'running' : 'importing'
    entry.speed = createSpeed(now)
    const ended = work(entry, abort.signal).then(() => finish(entry))
    running = { entry, abort, ended }
    changed()
  }

  function interrupt(entry: Entry): Promise<void> {
    if (running?.entry !== entry) return Promise.resolve()
    running.abort.abort(new Error('the download was interrupted'))
    return running.ended
  }

  const find = (id: string) => entries.find(({ order }) => order.file.id === id) ?? null

  function resume(entry: Entry): void {
    if (entry.state !== 'paused' && entry.state !== 'failed') return
    entry.state = 'waiting'
    entry.problem = null
  }

  return {
    list: () => entries.map(describe),
    start() {
      stopped = false
      entries = readOrders(values).flatMap(({ id, from, state, problem }) => {
        const file = published(id)
        return file === null ? [] : [{ ...entryOf({ file, from }), state, problem }]
      })
      for (const entry of entries) {
        void runner.arrivedBytes(entry.order.file).then((bytes) => {
          if (entry.state === 'running' || entry.order.from !== null) return
          entry.doneBytes = bytes
          onChange(false)
        })
      }
      next()
    },
    add(orders) {
      for (const order of orders) {
        const present = find(order.file.id)
        if (present === null) entries.push(entryOf(order))
        else if (present.order.from === order.from) resume(present)
        else if (running?.entry !== present) entries[entries.indexOf(present)] = entryOf(order)
      }
      changed()
      next()
    },
    pause(id) {
      const entry = find(id)
      if (entry === null) return false
      if (entry.state !== 'failed') entry.state = 'paused'
      void interrupt(entry)
      changed()
      return true
    },
    resume(id) {
      const entry = find(id)
      if (entry === null) return false
      resume(entry)
      changed()
      next()
      return true
    },
    async cancel(id) {
      const entry = find(id)
      if (entry === null) return false
      entries = entries.filter((other) => other !== entry)
      changed()
      await interrupt(entry)
      await runner.forget(entry.order.file)
      return true
    },
    async stop() {
      stopped = true
      if (running !== null) await interrupt(running.entry)
    },
  }
}
