import { sentence } from '../../models/sentences/catalogue.ts'
import { prefixLength, withRange, type ByteRange } from './byte-ranges.ts'
import { DownloadError } from './download-error.ts'
import type { Answer, OpenRequest } from './open-request.ts'
import type { PartFile } from './part-file.ts'
import type { PartState } from './part-state.ts'
import type { PrefixHash } from './prefix-hash.ts'
import { readRangeAnswer, type AnsweredRange, type ExpectedFile } from './range-answer.ts'
import { planSegments } from './range-plan.ts'
import { receiveBody } from './receive-body.ts'

export interface TransferOptions {
  readonly url: URL
  readonly file: ExpectedFile
  readonly part: PartFile
  readonly hash: PrefixHash
  readonly open: OpenRequest
  /** How many ranges at most are fetched at the same time. */
  readonly streams: number
  /** Whether bytes of different editions may come together; the hash then tells. */
  readonly mayMix: boolean
  readonly stallMs: number
  readonly checkpointMs: number
  readonly signal: AbortSignal
  readonly onBytes: (count: number) => void
}

/** One try: `signal` also ends when one of its connections fails. */
interface Attempt extends TransferOptions {
  readonly keep: (bytes: Uint8Array, position: number) => Promise<void>
}

interface Opened {
  readonly answer: Answer
  readonly answered: AnsweredRange
}

const WHOLE: ByteRange = { start: 0, end: Number.POSITIVE_INFINITY }

/** How far hashing may lag behind before what was written is read again. */
const MOST_LAG_BYTES = 128 * 1024 * 1024

/** Whether an answer's bytes and those that are here can belong to the same edition of the file. */
function isSameEdition({ size, etag }: AnsweredRange, state: PartState): boolean {
  return size === state.size && (etag === null || state.etag === null || etag === state.etag)
}

/** @throws DownloadError where a later answer of a server contradicts its first */
function requireSameEdition({ answer: { host }, answered }: Opened, state: PartState | null): void {
  // It took up ranges a moment ago: perhaps not so many at the same time.
  if (answered.whole) throw new DownloadError(sentence('download.other-range', { host }), 'retry')
  if (state !== null && isSameEdition(answered, state)) return
  throw new DownloadError(sentence('download.changing', { host }), 'restart')
}

/** Whether what is here can be added to from this server. Where only the hash could tell, that is put on record. */
function canGoOn(part: PartFile, { href }: URL, mayMix: boolean): boolean {
  const state = part.state()
  if (state === null || (state.url === href && state.etag !== null)) return true
  if (mayMix) part.adopt({ url: href, etag: null })
  return mayMix
}

/** Writes what comes in, hashes it, and puts it on record from time to time. */
function createKeep({ part, hash, checkpointMs, signal, onBytes }: TransferOptions): Attempt['keep'] {
  let lastCheckpoint = performance.now()
  return async (bytes, position) => {
    await part.write(bytes, position)
    hash.add(bytes, position)
    onBytes(bytes.length)
    if (performance.now() - lastCheckpoint < checkpointMs) return
    lastCheckpoint = performance.now()
    await part.checkpoint()
    const prefix = prefixLength(part.state()?.done ?? [])
    if (prefix - hash.length() > MOST_LAG_BYTES) await hash.catchUp(prefix, signal)
  }
}

/** Destroys an answer's body where `check` refuses it. */
function orDiscard<T>(answer: Answer, check: () => T): T {
  try {
    return check()
  } catch (error) {
    answer.body.destroy()
    throw error
  }
}

async function ask({ url, file, part, open, signal }: Attempt, range: ByteRange): Promise<Opened> {
  const etag = part.state()?.etag ?? null
  const headers = {
    'accept-encoding': 'identity',
    'user-agent': 'onestroke',
    range: `bytes=${range.start}-${Number.isFinite(range.end) ? range.end - 1 : ''}`,
    ...(etag === null ? {} : { 'if-range': etag }),
  }
  const answer = await open(url, headers, signal)
  return { answer, answered: orDiscard(answer, () => readRangeAnswer(answer, range, file)) }
}

/** The first answer tells what the server can do, and whether what is here is still of use. */
async function askFirst(attempt: Attempt): Promise<Opened> {
  const { url, file, part, hash, streams, mayMix } = attempt
  if (!canGoOn(part, url, mayMix)) {
    hash.reset()
    await part.discard()
  }
  const state = part.state()
  const [segment = WHOLE] = planSegments(state?.done ?? [], state?.size ?? file.bytes, streams)
  const opened = await ask(attempt, state === null && !mayMix ? WHOLE : segment)
  const { answered, answer } = opened
  if (state !== null && !answered.whole && isSameEdition(answered, state)) {
    if (state.etag === null && answered.etag !== null) part.adopt({ url: url.href, etag: answered.etag })
    return opened
  }
  hash.reset()
  await part.begin({ url: url.href, etag: answered.etag, size: answered.size })
  if (answered.range.start === 0) return opened
  answer.body.destroy()
  throw new DownloadError(sentence('download.changing', { host: answer.host }), 'restart')
}

/** Fetches segment after segment; what one answer leaves out comes with the next. */
async function work(attempt: Attempt, queue: ByteRange[]): Promise<void> {
  for (let segment = queue.shift(); segment !== undefined; segment = queue.shift()) {
    const opened = await ask(attempt, segment)
    const { answer, answered } = opened
    orDiscard(answer, () => requireSameEdition(opened, attempt.part.state()))
    await receiveBody(answer, answered.range, attempt)
    if (answered.range.end < segment.end) queue.unshift({ ...segment, start: answered.range.end })
  }
}

/** Runs all to their end; the first that fails stops the others, and is what is thrown. */
async function together(jobs: readonly (() => Promise<void>)[], stop: AbortController): Promise<void> {
  const failures: unknown[] = []
  const guarded = async (job: () => Promise<void>) => {
    try {
      await job()
    } catch (error) {
      failures.push(error)
      stop.abort(error)
    }
  }
  await Promise.all(jobs.map(guarded))
  if (failures.length > 0) throw failures[0]
}

/**
 * Fetches what is missing of a file from one server: in ranges if it can, in several at the same time, else the whole in
 * one go. What has arrived stays in the part, whatever happens.
 * @throws DownloadError where the server breaks off or cannot be used; FileError; the signal's reason
 */
export async function transfer(options: TransferOptions): Promise<void> {
  const { url, part, streams } = options
  const stop = new AbortController()
  const attempt = { ...options, signal: AbortSignal.any([options.signal, stop.signal]), keep: createKeep(options) }
  const { answer, answered } = await askFirst(attempt)
  const { range, whole, size, etag } = answered
  const rest = whole ? [] : planSegments(withRange(part.state()?.done ?? [], range), size, streams)
  // Nothing will tell whether the other ranges are of the same edition.
  if (rest.length > 0 && etag === null) part.adopt({ url: url.href, etag })
  const leading = async () => {
    await receiveBody(answer, range, attempt)
    await work(attempt, rest)
  }
  const others = Array.from({ length: Math.min(streams - 1, rest.length) }, () => () => work(attempt, rest))
  try {
    await together([leading, ...others], stop)
  } finally {
    await part.checkpoint()
  }
}
