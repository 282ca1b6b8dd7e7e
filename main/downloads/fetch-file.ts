import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { prefixLength, totalBytes } from './byte-ranges.ts'
import { DownloadError } from './download-error.ts'
import type { OpenRequest } from './open-request.ts'
import type { PartFile } from './part-file.ts'
import { createPrefixHash, type PrefixHash } from './prefix-hash.ts'
import type { ExpectedFile } from './range-answer.ts'
import { transfer } from './transfer.ts'

/** How patient a download is. */
export interface Pace {
  readonly stallMs: number
  readonly checkpointMs: number
  readonly mostStreams: number
  /** Tries of one server in a row that bring nothing. */
  readonly mostFailures: number
  readonly delayMs: (failures: number) => number
}

export interface FetchOptions {
  readonly file: ExpectedFile
  /** Addresses of the same file, in the order to try them. */
  readonly urls: readonly URL[]
  readonly part: PartFile
  readonly open: OpenRequest
  readonly pace: Pace
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
  readonly onChecking: () => void
  /** Bytes that are here now. */
  readonly onProgress: (doneBytes: number, size: number) => void
  readonly onWaiting: (problem: Sentence, ms: number) => void
}

function isComplete(part: PartFile): boolean {
  const state = part.state()
  return state !== null && totalBytes(state.done) === state.size
}

/** A try that stalls after less is no progress: a server that drips would keep it up for days. */
const LEAST_BEFORE_STALL_BYTES = 1024 * 1024

/** What of the network's trouble is told when no server is left to try. */
function givingUp(error: DownloadError): DownloadError {
  return new DownloadError(sentence('download.gave-up', { problem: error.sentence }), 'nothing', { cause: error })
}

/** The one that a part comes from first: its bytes then go on being of one edition. */
function inOrder(urls: readonly URL[], part: PartFile): URL[] {
  const begun = part.state()?.url
  return [...urls.filter(({ href }) => href === begun), ...urls.filter(({ href }) => href !== begun)]
}

/** What of a fetch changes from try to try. */
interface Course {
  urls: URL[]
  streams: number
  /** Tries in a row that brought nothing. */
  failures: number
  /** How often all that had come had to be thrown away. */
  restarts: number
  /** What had arrived when the last try ended. */
  before: number
  /** Why the first server was given up: what is told where no other has the file either. */
  first: DownloadError | null
}

const arrivedIn = (part: PartFile) => totalBytes(part.state()?.done ?? [])

function tell({ part, file, onProgress }: FetchOptions): void {
  onProgress(arrivedIn(part), part.state()?.size ?? file.bytes)
}

async function startOver(options: FetchOptions, hash: PrefixHash): Promise<void> {
  hash.reset()
  await options.part.discard()
  tell(options)
}

/** Notes that a try failed: with which server to go on, and how. */
function noteFailure(course: Course, error: DownloadError, { part, pace }: FetchOptions): 'wait' | 'next' {
  const arrived = arrivedIn(part)
  const isStall = error.sentence.key === 'download.stalled'
  const broughtSome = arrived - course.before >= (isStall ? LEAST_BEFORE_STALL_BYTES : 1)
  course.failures = broughtSome ? 0 : course.failures + 1
  if (error.remedy === 'restart' || arrived < course.before) course.restarts++
  course.before = error.remedy === 'restart' ? 0 : arrived
  course.streams = Math.max(1, Math.floor(course.streams / 2))
  const isPatient = Math.max(course.failures, course.restarts) < pace.mostFailures
  if (error.remedy !== 'source' && isPatient) return 'wait'
  course.urls = course.urls.slice(1)
  Object.assign(course, { failures: 0, restarts: 0 })
  course.first ??= error.remedy === 'source' ? error : givingUp(error)
  if (course.urls.length === 0) throw course.first
  return 'next'
}

/** What to do about a failed try; throws where nothing helps. */
async function recover(error: unknown, course: Course, hash: PrefixHash, options: FetchOptions): Promise<void> {
  const { pace, wait, signal, onWaiting } = options
  signal.throwIfAborted()
  if (!(error instanceof DownloadError) || error.remedy === 'nothing') throw error
  const then = noteFailure(course, error, options)
  if (error.remedy === 'restart') await startOver(options, hash)
  if (then === 'next') return
  const ms = Math.max(error.waitMs, pace.delayMs(course.failures))
  onWaiting(error.sentence, ms)
  await wait(ms, signal)
}

async function hashArrived({ part, signal, onChecking }: FetchOptions, hash: PrefixHash): Promise<void> {
  const length = prefixLength(part.state()?.done ?? [])
  if (length <= hash.length()) return
  onChecking()
  await hash.catchUp(length, signal)
}

/** Tries until all is there. @param mayMix whether bytes of different editions may come together */
async function bringAll(options: FetchOptions, course: Course, hash: PrefixHash, mayMix: boolean): Promise<void> {
  const { part, file, open, pace, signal } = options
  while (!isComplete(part)) {
    const [url] = course.urls
    if (url === undefined) throw new Error('there is no address to fetch the file from')
    const { streams } = course
    try {
      await transfer({ url, file, part, hash, open, streams, mayMix, signal, onBytes: () => tell(options), ...pace })
    } catch (error) {
      await recover(error, course, hash, options)
    }
  }
  await hashArrived(options, hash)
}

/**
 * Brings the rest of a file into its part, from whichever server has it, through disconnections and restarts.
 * @returns the SHA-256 of what has arrived, which may be another than is expected
 * @throws DownloadError where no server is left to try; FileError; the signal's reason
 */
export async function fetchFile(options: FetchOptions): Promise<string> {
  const { file, part, pace } = options
  const hash = createPrefixHash((into, position) => part.read(into, position))
  const urls = inOrder(options.urls, part)
  const counts = { failures: 0, restarts: 0, first: null }
  const course = { urls, streams: pace.mostStreams, before: arrivedIn(part), ...counts }
  await hashArrived(options, hash)
  await bringAll(options, course, hash, true)
  const digest = hash.digest()
  if (digest === file.sha256 || part.state()?.mixed !== true) return digest
  // The parts were of different editions. Once more, and all from one.
  await startOver(options, hash)
  await bringAll(options, { ...course, ...counts, streams: 1, before: 0 }, hash, false)
  return hash.digest()
}
