import type { ChildProcess } from 'node:child_process'
import { sentence } from '../../models/sentences/catalogue.ts'
import { foreignText, type Sentence } from '../../models/sentences/sentence.ts'
import { createCrashBudget, type CrashBudget } from './crash-budget.ts'
import { CancelledError, EngineCrashedError, EngineError } from './engine-errors.ts'
import { collectLastOutput } from './last-output.ts'
import {
  fromEngineSchema,
  REQUESTS,
  type EngineEvent,
  type FromEngine,
  type RequestType,
  type ResultOf,
  type SentParamsOf,
  type ToEngine,
} from './protocol.ts'

/** After a cancel, the engine has this long to reach the end of a step before it is killed. */
const KILL_AFTER_MS = 500

export interface EngineClientOptions {
  /** Starts a fresh engine process. */
  readonly spawn: () => ChildProcess
  readonly killAfterMs?: number
  readonly now?: () => number
}

export interface RequestOptions {
  readonly onEvent?: (event: EngineEvent) => void
  /** Aborting ends the request with a CancelledError, if need be by killing the process. */
  readonly signal?: AbortSignal
}

/** The engine as the back end sees it: requests in, results out; the process behind it comes and goes. */
export interface Engine {
  /**
   * @throws EngineError where the engine says why it can't, CancelledError after an abort, EngineCrashedError where the
   *   process ended; the next request starts a new one.
   */
  request<T extends RequestType>(type: T, params: SentParamsOf<T>, options?: RequestOptions): Promise<ResultOf<T>>
  /** Process id while a process runs. */
  readonly pid: number | undefined
  /** Ends the process. */
  close(): Promise<void>
}

interface Pending {
  readonly type: RequestType
  readonly onEvent: ((event: EngineEvent) => void) | undefined
  readonly settle: { resolve: (result: unknown) => void; reject: (error: Error) => void }
  activity: Sentence | null
  cancelled: boolean
}

interface Running {
  readonly child: ChildProcess
  readonly pending: Map<number, Pending>
  readonly lastOutput: () => string
}

const ACTIVITIES: Readonly<Record<RequestType, Sentence | null>> = {
  load: sentence('activity.opening-model'),
  encodeText: sentence('activity.reading-prompt'),
  prepare: sentence('activity.loading-model'),
  denoise: sentence('activity.making-picture'),
  decode: sentence('activity.decoding'),
  readLatent: sentence('activity.reading-latents'),
  putLatent: null,
  release: null,
  unload: null,
  sessions: null,
  selfTest: sentence('activity.testing-device'),
}

function describeActivity({ type, activity }: Pending, event: EngineEvent): Sentence | null {
  if (event.type === 'activity') return event.activity
  if (event.type === 'preview' || event.type === 'loading') return activity
  const { done, total } = event
  return done < total ? sentence('activity.running-step', { step: done + 1, steps: total }) : ACTIVITIES[type]
}

function receive(running: Running, message: FromEngine): void {
  const pending = running.pending.get(message.id)
  if (pending === undefined) return
  if (message.kind === 'event') {
    pending.activity = describeActivity(pending, message.event)
    pending.onEvent?.(message.event)
    return
  }
  running.pending.delete(message.id)
  if (message.kind === 'done') {
    pending.settle.resolve(message.result)
  } else if (message.code === 'cancelled') {
    pending.settle.reject(new CancelledError())
  } else {
    pending.settle.reject(new EngineError(message.code, message.problem, message.detail))
  }
}

function readResult<T extends RequestType>(type: T, answer: unknown): ResultOf<T> {
  const result = REQUESTS[type].result.safeParse(answer)
  if (result.success) return result.data as ResultOf<T>
  throw new EngineError('internal', sentence('engine.wrong-answer'), result.error.message)
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): Sentence {
  if (signal !== null) return sentence('engine.exit-signal', { signal })
  return code === null ? sentence('engine.exit-unknown') : sentence('engine.exit-code', { code })
}

/** Starts a process and settles everything pending when it ends, however it ends. */
function launch(spawn: () => ChildProcess, onCrash: () => void, onEnd: (running: Running) => void): Running {
  const child = spawn()
  const running: Running = { child, pending: new Map(), lastOutput: collectLastOutput([child.stdout, child.stderr]) }
  let ended = false
  const end = (how: Sentence) => {
    if (ended) return
    ended = true
    onEnd(running)
    const waiting = [...running.pending.values()]
    running.pending.clear()
    if (waiting.some((pending) => !pending.cancelled)) onCrash()
    for (const pending of waiting) {
      const crash = new EngineCrashedError(how, pending.activity, running.lastOutput())
      pending.settle.reject(pending.cancelled ? new CancelledError() : crash)
    }
  }
  child.on('message', (raw) => {
    const message = fromEngineSchema.safeParse(raw)
    if (message.success) {
      receive(running, message.data)
      return
    }
    end(sentence('engine.exit-message'))
    child.kill('SIGKILL')
  })
  child.on('error', (error) => end(foreignText(error.message)))
  // 'close' and not 'exit': by then the last output has been read.
  child.once('close', (code, signal) => end(describeExit(code, signal)))
  return running
}

function refuseAfterCrashes(budget: CrashBudget): void {
  if (!budget.isSpent()) return
  throw new EngineError('internal', sentence('engine.crashes'), '')
}

/** Asks the engine to give a request up, and kills it where it is at work and takes too long. */
function cancelRequest(process: Running, id: number, killAfterMs: number): void {
  const pending = process.pending.get(id)
  if (pending === undefined) return
  pending.cancelled = true
  process.child.send({ kind: 'cancel', id } satisfies ToEngine, () => undefined)
  const [atWork] = process.pending.keys()
  if (atWork !== id) {
    // It has not begun: the engine will pass it over, and what it is at goes on.
    process.pending.delete(id)
    pending.settle.reject(new CancelledError())
    return
  }
  setTimeout(() => {
    if (process.pending.has(id)) process.child.kill('SIGKILL')
  }, killAfterMs).unref()
}

function sendRequest(
  { pending, child }: Running,
  request: Extract<ToEngine, { kind: 'request' }>,
  onEvent: RequestOptions['onEvent'],
): Promise<unknown> {
  const { id, type } = request
  return new Promise((resolve, reject) => {
    pending.set(id, { type, onEvent, settle: { resolve, reject }, activity: ACTIVITIES[type], cancelled: false })
    // A failed send means the process is gone; its 'close' event settles the request.
    child.send(request, () => undefined)
  })
}

async function endProcess({ child, pending }: Running): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve))
  for (const waiting of pending.values()) waiting.cancelled = true
  child.kill('SIGKILL')
  await closed
}

/** Supervises one engine process: starts it when needed, reports its end, kills it when a cancel takes too long. */
export function createEngineClient(options: EngineClientOptions): Engine {
  const { spawn, killAfterMs = KILL_AFTER_MS, now = Date.now } = options
  const budget = createCrashBudget(now)
  let running: Running | null = null
  let lastId = 0

  const start = (): Running => {
    refuseAfterCrashes(budget)
    return launch(
      spawn,
      () => budget.record(),
      (ended) => {
        if (running === ended) running = null
      },
    )
  }

  return {
    get pid() {
      return running?.child.pid
    },
    async request(type, params, { onEvent, signal } = {}) {
      if (signal?.aborted === true) throw new CancelledError()
      if (running === null) {
        onEvent?.({ type: 'activity', activity: sentence('activity.starting-engine') })
        onEvent?.({ type: 'loading', part: 'engine' })
      }
      const process = (running ??= start())
      const id = ++lastId
      const onAbort = () => cancelRequest(process, id, killAfterMs)
      const answer = sendRequest(process, { kind: 'request', id, type, params }, onEvent)
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        return readResult(type, await answer)
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
    async close() {
      const ending = running
      running = null
      if (ending !== null) await endProcess(ending)
    },
  }
}
