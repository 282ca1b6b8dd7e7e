import { sentence } from '../../models/sentences/catalogue.ts'
import type { ByteRange } from './byte-ranges.ts'
import { DownloadError } from './download-error.ts'
import type { Answer } from './open-request.ts'

/** What a published file has to be like. */
export interface ExpectedFile {
  readonly sha256: string
  /** Exact, or about. */
  readonly bytes: number
  readonly hasSize: (size: number) => boolean
}

/** The part of a file that an answer's body holds. */
export interface AnsweredRange {
  /** Of the body; `whole`: the server ignored that a range was asked for. */
  readonly range: ByteRange
  readonly whole: boolean
  /** Of the file. */
  readonly size: number
  /** The server's name for these very bytes; null where it gives none that is reliable. */
  readonly etag: string | null
}

type HeadersOf = Pick<Answer, 'status' | 'header' | 'host' | 'promisedSha256'>

const CONTENT_RANGE = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/
const LONGEST_REQUESTED_WAIT_S = 120

/** A strong one (RFC 9110 §8.8.1): weak ones may stand for other bytes. */
function strongEtag(value: string | null): string | null {
  return value !== null && /^"[^"]+"$/.test(value) ? value : null
}

/** Seconds or a date. */
function requestedWaitMs(value: string | null): number {
  const seconds =
    value === null ? Number.NaN : /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? 1000 * Math.min(Math.max(seconds, 0), LONGEST_REQUESTED_WAIT_S) : 0
}

function requireReceived({ status, header, host }: HeadersOf): void {
  if (status === 200 || status === 206) return
  if (status === 416) throw new DownloadError(sentence('download.changing', { host }), 'restart')
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const waitMs = requestedWaitMs(header('retry-after'))
    throw new DownloadError(sentence('download.busy', { host, status }), 'retry', { waitMs })
  }
  throw new DownloadError(sentence('download.refused', { host, status }), 'source')
}

/** The plain bytes, and of the right file as far as the headers tell. */
function requirePlain({ header, host, promisedSha256 }: HeadersOf, { sha256 }: ExpectedFile): void {
  const encoding = header('content-encoding') ?? 'identity'
  if (encoding !== 'identity') throw new DownloadError(sentence('download.encoded', { host, encoding }), 'source')
  if (promisedSha256 !== null && promisedSha256 !== sha256) {
    throw new DownloadError(sentence('download.other-file', { host }), 'source')
  }
}

function requireSize(size: number, host: string, { bytes, hasSize }: ExpectedFile): void {
  if (hasSize(size)) return
  throw new DownloadError(sentence('download.other-size', { host, size, expected: bytes }), 'source')
}

/**
 * Reads from the headers which bytes of the file follow.
 * @throws DownloadError where it is not the file, or not what was asked for
 */
export function readRangeAnswer(answer: HeadersOf, asked: ByteRange, file: ExpectedFile): AnsweredRange {
  requireReceived(answer)
  requirePlain(answer, file)
  const { status, header, host } = answer
  const etag = strongEtag(header('etag'))
  if (status === 200) {
    const length = header('content-length')
    const size = length === null ? file.bytes : Number(length)
    requireSize(size, host, file)
    return { range: { start: 0, end: size }, whole: true, size, etag }
  }
  const [, first, last, total] = CONTENT_RANGE.exec(header('content-range') ?? '') ?? []
  const [start, end, size] = [Number(first), Number(last) + 1, Number(total)]
  const isAsked = start === asked.start && start < end && end <= Math.min(asked.end, size)
  if (!isAsked) throw new DownloadError(sentence('download.other-range', { host }), 'source')
  requireSize(size, host, file)
  return { range: { start, end }, whole: false, size, etag }
}
