import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { prefixLength, totalBytes } from './byte-ranges.ts'
import { DownloadError } from './download-error.ts'
import type { OpenRequest } from './open-request.ts'
import type { PartFile } from './part-file.ts'
import { createPrefixHash } from './prefix-hash.ts'
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
  /** Bytes that are here now, and whether that is news from the network. */
  readonly onProgress: (doneBytes: number, size: number) => void
  readonly onWaiting: (problem: Sentence, ms: number) => void
}

function isComplete(part: PartFile): boolean {
  const state = part.state()
  return state !== null && totalBytes(state.done) === state.size
}

/** What of the network's trouble is told when no server is left to try. */
function givingUp(error: DownloadError): DownloadError {
  return new DownloadError(sentence('download.gave-up', { problem: error.sentence }), 'nothing', { cause: error })
}

/** The one that a part comes from first: its bytes then go on being of one edition. */
function inOrder(urls: readonly URL[], part: PartFile): URL[] {
  const begun = part.state()?.url
  return [...urls.filter(({ href }) => href === begun), ...urls.filter(({ href }) => href !== begun)]
}

/**
 * Brings the rest of a file into its part, from whichever server has it, through disconnections and restarts.
 * @returns the SHA-256 of what has arrived, which may be another than is expected
 * @throws DownloadError where no server is left to try; FileError; the signal's reason
 */
export async function fetchFile(options: FetchOptions): Promise<string> {
  const { file, part, open, pace, wait, signal, onChecking, onProgress, onWaiting } = options
  const hash = createPrefixHash(part.read)
  const arrived = () => totalBytes(part.state()?.done ?? [])
  const tell = () => onProgress(arrived(), part.state()?.size ?? file.bytes)
  let urls = inOrder(options.urls, part)
  let streams = pace.mostStreams
  let failures = 0
  let mayMix = true
  let most = arrived()

  async function hashAll(): Promise<void> {
    const length = prefixLength(part.state()?.done ?? [])
    if (length <= hash.length()) return
    onChecking()
    await hash.catchUp(length)
    signal.throwIfAborted()
  }

  /** What to do about a failed try; throws where nothing helps. */
  async function recover(error: unknown): Promise<void> {
    signal.throwIfAborted()
    if (!(error instanceof DownloadError) || error.remedy === 'nothing') throw error
    const now = arrived()
    failures = now > most && error.sentence.key !== 'download.stalled' ? 0 : failures + 1
    most = Math.max(most, now)
    streams = Math.max(1, Math.floor(streams / 2))
    if (error.remedy === 'restart') {
      hash.reset()
      await part.discard()
      tell()
    }
    if (error.remedy === 'source' || failures >= pace.mostFailures) {
      urls = urls.slice(1)
      failures = 0
      if (urls.length === 0) throw error.remedy === 'source' ? error : givingUp(error)
      return
    }
    const ms = Math.max(error.waitMs, pace.delayMs(failures))
    onWaiting(error.sentence, ms)
    await wait(ms, signal)
  }

  await hashAll()
  for (;;) {
    const [url] = urls
    if (url === undefined) throw new Error('there is no address to fetch the file from')
    try {
      if (!isComplete(part)) {
        await transfer({ url, file, part, hash, open, streams, mayMix, signal, onBytes: tell, ...pace })
      }
    } catch (error) {
      await recover(error)
      continue
    }
    if (!isComplete(part)) continue
    await hashAll()
    const digest = hash.digest()
    if (digest === file.sha256 || part.state()?.mixed !== true || !mayMix) return digest
    // The parts were of different editions. Once more, and all from one.
    mayMix = false
    streams = 1
    hash.reset()
    await part.discard()
    tell()
  }
}
