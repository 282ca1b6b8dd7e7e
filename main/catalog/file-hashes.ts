import { createHash, type Hash } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { writeFileAtomically } from '../files/atomic-write.ts'

const CHUNK_BYTES = 4 * 1024 * 1024
const SAFETENSORS_LENGTH_BYTES = 8

const digest = z.string().regex(/^[0-9a-f]{64}$/)

const entrySchema = z.object({
  size: z.number(),
  mtimeMs: z.number(),
  sha256: digest,
  /** Of the tensor data alone, without the header: how LoRAs are known to other programs. */
  contentSha256: digest,
})

export type FileHashes = Pick<z.infer<typeof entrySchema>, 'sha256' | 'contentSha256'>

const cacheSchema = z.record(z.string(), entrySchema)

export type OnRead = (doneBytes: number) => void | Promise<void>

/** Hashes safetensors files, each once as long as it does not change. */
export interface FileHasher {
  /**
   * @param signal stops the reading; the promise is then rejected with an AbortError.
   * @param onRead is told how many bytes are done after each few megabytes; reading goes on when it resolves
   */
  hash(path: string, signal?: AbortSignal, onRead?: OnRead): Promise<FileHashes>
  /** Where files of this SHA-256 were, by this program or another one that shares the cache; the latest first. */
  pathsOf(sha256: string): string[]
  /** Writes down what was hashed. A cache that can't be written costs time, not results. */
  save(): Promise<void>
}

/** Feeds only what lies after the header of a safetensors file. */
function contentHash(): { update: (chunk: Buffer) => void; hash: Hash } {
  const hash = createHash('sha256')
  let start: number | null = null
  let position = 0
  return {
    hash,
    update: (chunk) => {
      // Streams deliver a file's first bytes in one chunk of at least this size.
      start ??= SAFETENSORS_LENGTH_BYTES + Number(chunk.readBigUInt64LE(0))
      hash.update(chunk.subarray(Math.max(0, start - position)))
      position += chunk.length
    },
  }
}

async function hashFile(path: string, signal: AbortSignal | undefined, onRead: OnRead): Promise<FileHashes> {
  const whole = createHash('sha256')
  const content = contentHash()
  let done = 0
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES, signal })
  for await (const chunk of file as AsyncIterable<Buffer>) {
    whole.update(chunk)
    content.update(chunk)
    done += chunk.length
    await onRead(done)
  }
  return { sha256: whole.digest('hex'), contentSha256: content.hash.digest('hex') }
}

function readCache(path: string): Map<string, z.infer<typeof entrySchema>> {
  try {
    return new Map(Object.entries(cacheSchema.parse(JSON.parse(readFileSync(path, 'utf8')))))
  } catch {
    // Missing or damaged: it is only a cache.
    return new Map()
  }
}

/** @param cachePath a JSON file; it is made when there is something to keep */
export function createFileHasher(cachePath: string): FileHasher {
  const cache = readCache(cachePath)
  const hashed = new Set<string>()
  return {
    async hash(path, signal, onRead = () => undefined) {
      const { size, mtimeMs } = statSync(path)
      const known = cache.get(path)
      if (known !== undefined && known.size === size && known.mtimeMs === mtimeMs) {
        return { sha256: known.sha256, contentSha256: known.contentSha256 }
      }
      const hashes = await hashFile(path, signal, onRead)
      cache.delete(path)
      cache.set(path, { size, mtimeMs, ...hashes })
      hashed.add(path)
      return hashes
    },
    pathsOf(sha256) {
      const entries = [...readCache(cachePath), ...cache].filter(([, entry]) => entry.sha256 === sha256)
      return [...new Set(entries.map(([path]) => path).toReversed())]
    },
    async save() {
      if (hashed.size === 0) return
      // Others may have written since: theirs are kept.
      const all = readCache(cachePath)
      for (const [path, entry] of cache) if (hashed.has(path) || !all.has(path)) all.set(path, entry)
      try {
        await mkdir(dirname(cachePath), { recursive: true })
        const text = JSON.stringify(Object.fromEntries(all))
        await writeFileAtomically(cachePath, Buffer.from(text), { replace: true })
      } catch {
        return
      }
    },
  }
}
