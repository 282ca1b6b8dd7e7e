import { createHash } from 'node:crypto'

/** SHA-256 of a file that arrives in pieces and out of order: of its beginning, as far as that is there. */
export interface PrefixHash {
  /** Takes bytes that have just been written, where they follow what is hashed. */
  add(bytes: Uint8Array, position: number): void
  /**
   * Hashes what was written meanwhile, up to `length`, by reading it again.
   * @throws the signal's reason; what is hashed by then stays
   */
  catchUp(length: number, signal: AbortSignal): Promise<void>
  /** How far it is. */
  length(): number
  reset(): void
  /** Of everything that was taken; once. */
  digest(): string
}

const CHUNK_BYTES = 1024 * 1024

/** @param read reads the file from a position on; returns how many bytes it read */
export function createPrefixHash(read: (into: Uint8Array, position: number) => Promise<number>): PrefixHash {
  let hash = createHash('sha256')
  let hashed = 0
  let reading = 0
  let last: Promise<void> = Promise.resolve()

  async function readUpTo(length: number, signal: AbortSignal): Promise<void> {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const ofThisHash = hash
    while (hashed < length) {
      signal.throwIfAborted()
      const count = await read(chunk.subarray(0, Math.min(CHUNK_BYTES, length - hashed)), hashed)
      if (hash !== ofThisHash || count === 0) return
      hash.update(chunk.subarray(0, count))
      hashed += count
    }
  }

  return {
    add(bytes, position) {
      if (reading > 0 || position !== hashed) return
      hash.update(bytes)
      hashed += bytes.length
    },
    catchUp(length, signal) {
      reading++
      last = last
        .catch(() => undefined)
        .then(() => readUpTo(length, signal))
        .finally(() => {
          reading--
        })
      return last
    },
    length: () => hashed,
    reset() {
      hash = createHash('sha256')
      hashed = 0
    },
    digest: () => hash.digest('hex'),
  }
}
