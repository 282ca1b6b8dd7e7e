import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { describeFileError } from '../files/file-error.ts'

/** Whether a file is what it was published as, or what it was when it was first hashed. */
export interface Verification {
  /** `unknown`: there is nothing to compare with. */
  readonly state: 'right' | 'wrong' | 'unknown'
  readonly expected: string | null
  readonly actual: string
  /** What to tell the user of a wrong one. */
  readonly problem: Sentence | null
}

export interface HashOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((doneBytes: number) => void) | undefined
}

const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * The SHA-256 of a file as it is on the disk now, in lower-case digits.
 * @throws FileError; the signal's reason
 */
export async function hashWholeFile(path: string, { signal, onProgress }: HashOptions = {}): Promise<string> {
  const hash = createHash('sha256')
  let done = 0
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES, signal }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      done += chunk.length
      onProgress?.(done)
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw describeFileError(error, path, 'read')
  }
  return hash.digest('hex')
}

/**
 * Reads a file anew and compares its SHA-256 with those that are right.
 * @param known the one that is told first; none where nothing is known of the file
 * @throws FileError; the signal's reason
 */
export async function verifyModelFile(
  path: string,
  known: readonly string[],
  options: HashOptions = {},
): Promise<Verification> {
  const actual = await hashWholeFile(path, options)
  const [expected] = known
  if (expected === undefined) return { state: 'unknown', expected: null, actual, problem: null }
  if (known.includes(actual)) return { state: 'right', expected: actual, actual, problem: null }
  const problem = sentence('verify.damaged', { path, expected, actual })
  return { state: 'wrong', expected, actual, problem }
}
