import { sentence } from '../../models/sentences/catalogue.ts'
import { FileError } from '../files/file-error.ts'
import type { ByteRange } from './byte-ranges.ts'
import { DownloadError } from './download-error.ts'
import type { Answer } from './open-request.ts'
import { watchForStall } from './stall-watch.ts'

export interface BodyOptions {
  /** How long next to nothing may come in. */
  readonly stallMs: number
  /** Keeps bytes of the file; the next are read when it is done. */
  readonly keep: (bytes: Uint8Array, position: number) => Promise<void>
  readonly signal: AbortSignal
}

/**
 * Reads an answer's body, which is to hold exactly `range` of the file.
 * @throws DownloadError where it ends early, is longer, breaks off or stalls; FileError; the signal's reason
 */
export async function receiveBody(answer: Answer, range: ByteRange, options: BodyOptions): Promise<void> {
  const { body, host } = answer
  const { stallMs, keep, signal } = options
  const stalled = new DownloadError(sentence('download.stalled', { host, seconds: stallMs / 1000 }), 'retry')
  const watch = watchForStall(stallMs, () => body.destroy(stalled))
  const abort = () => body.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  let position = range.start
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      watch.saw(chunk.length)
      if (position + chunk.length > range.end) {
        throw new DownloadError(sentence('download.other-range', { host }), 'source')
      }
      const at = position
      await watch.during(() => keep(chunk, at))
      position += chunk.length
      signal.throwIfAborted()
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof DownloadError || error instanceof FileError) throw error
    throw new DownloadError(sentence('download.cut-off', { host }), 'retry', { cause: error })
  } finally {
    watch.stop()
    signal.removeEventListener('abort', abort)
    body.destroy()
  }
  if (position < range.end) throw new DownloadError(sentence('download.cut-off', { host }), 'retry')
}
