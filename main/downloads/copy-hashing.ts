import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describeFileError } from '../files/file-error.ts'

export interface CopyOptions {
  readonly from: string
  /** Replaced where it exists: what an import that was cut off left. */
  readonly to: string
  readonly signal: AbortSignal
  readonly onProgress: (doneBytes: number) => void
}

const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * Copies a file, here to stay.
 * @returns the SHA-256 of what was copied
 * @throws FileError that names whichever file cannot be read or written; the signal's reason. No copy is left then.
 */
export async function copyHashing({ from, to, signal, onProgress }: CopyOptions): Promise<string> {
  try {
    return await copy({ from, to, signal, onProgress })
  } catch (error) {
    await rm(to, { force: true }).catch(() => undefined)
    signal.throwIfAborted()
    throw error
  }
}

async function* chunksOf(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES, signal }) as AsyncIterable<Buffer>
  } catch (error) {
    throw describeFileError(error, path, 'read')
  }
}

async function copy({ from, to, signal, onProgress }: CopyOptions): Promise<string> {
  const hash = createHash('sha256')
  let done = 0
  try {
    await rm(to, { force: true })
    await mkdir(dirname(to), { recursive: true })
    const target = await open(to, 'wx')
    try {
      for await (const chunk of chunksOf(from, signal)) {
        hash.update(chunk)
        await target.appendFile(chunk)
        done += chunk.length
        onProgress(done)
      }
      await target.datasync()
    } finally {
      await target.close()
    }
  } catch (error) {
    throw describeFileError(error, to, 'written')
  }
  return hash.digest('hex')
}
