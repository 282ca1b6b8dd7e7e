import type { Sentence } from '../../models/sentences/sentence.ts'
import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import type { Entry } from './download-entry.ts'
import type { Progress } from './order.ts'
import type { DownloadRunner } from './run-download.ts'
import { createSpeed } from './speed.ts'

/** Runs the downloads of a queue, one at a time. */
export interface DownloadTurns {
  start(): void
  /** Begins the next one, unless one runs. */
  next(): void
  isRunning(entry: Entry): boolean
  /** Ends it if it runs; what it is then, the caller has said. */
  interrupt(entry: Entry): Promise<void>
  stop(): Promise<void>
}

/** What running a download takes. */
export interface TurnParts {
  readonly runner: DownloadRunner
  /** Makes a file that has come usable. */
  readonly install: (path: string, file: ManifestFile) => void
  /** The list has changed; where only progress was made, it can be told later. */
  readonly onChange: (urgent: boolean) => void
  readonly explain: (error: unknown) => Sentence
  /** Milliseconds, of a clock that is never set back. */
  readonly now: () => number
}

export interface TurnOptions extends TurnParts {
  readonly waiting: () => Entry | null
  readonly onStart: () => void
  readonly onEnd: (entry: Entry) => void
}

interface Running {
  readonly entry: Entry
  readonly abort: AbortController
  readonly ended: Promise<void>
}

function noteProgress(entry: Entry, progress: Progress, onChange: TurnOptions['onChange']): void {
  const isNews = entry.state !== progress.state || entry.problem?.message !== progress.problem?.message
  Object.assign(entry, progress)
  if (progress.state === 'running') entry.speed.record(progress.doneBytes)
  onChange(isNews)
}

async function work(entry: Entry, signal: AbortSignal, options: TurnOptions): Promise<void> {
  const { runner, install, onChange, explain } = options
  try {
    const path = await runner.run(entry.order, signal, (progress) => {
      if (!signal.aborted) noteProgress(entry, progress, onChange)
    })
    install(path, entry.order.file)
    entry.state = 'done'
    entry.doneBytes = entry.totalBytes
    entry.problem = null
  } catch (error) {
    // Whoever ended it has said what it is now.
    if (signal.aborted) return
    entry.state = 'failed'
    entry.problem = explain(error)
  }
}

export function createDownloadTurns(options: TurnOptions): DownloadTurns {
  let running: Running | null = null
  let stopped = true

  function next(): void {
    if (stopped || running !== null) return
    const entry = options.waiting()
    if (entry === null) return
    const abort = new AbortController()
    entry.state = entry.order.from === null ? 'running' : 'importing'
    entry.speed = createSpeed(options.now)
    running = { entry, abort, ended: run(entry, abort.signal) }
    options.onStart()
  }

  async function run(entry: Entry, signal: AbortSignal): Promise<void> {
    await work(entry, signal, options)
    running = null
    if (stopped) return
    options.onEnd(entry)
    next()
  }

  async function interrupt(entry: Entry): Promise<void> {
    if (running?.entry !== entry) return
    running.abort.abort(new Error('the download was ended'))
    await running.ended
  }

  return {
    start() {
      stopped = false
      next()
    },
    next,
    isRunning: (entry) => running?.entry === entry,
    interrupt,
    async stop() {
      stopped = true
      if (running !== null) await interrupt(running.entry)
    },
  }
}
