import type { MeasureFreeSpace } from '../files/disk-space.ts'
import type { GenerationRequestBody, Queue } from '../server/contract/generation.ts'
import type { StorageFolder } from './disk-full-error.ts'

export type Storage = Queue['storage'][number]
/** Too little room for what is next. */
export type Shortage = NonNullable<Queue['blocked']>

/** Knows how much room is left where pictures and what is known of them are written. */
export interface StorageWatch {
  /** As last measured. */
  state(): Storage[]
  /** Measures again, unless stopped. */
  check(): Promise<void>
  /** Measures again. @returns the folder without room for the next picture of a request; null where all have it or none can tell. */
  shortageFor(request: GenerationRequestBody): Promise<Shortage | null>
  /** The shortage that a write has run into, whatever was measured. */
  shortageOf(folder: StorageFolder): Shortage
  stop(): void
}

export interface StorageWatchOptions {
  readonly paths: () => Readonly<Record<StorageFolder, string>>
  readonly measure: MeasureFreeSpace
  /** Called when what `state` tells is another thing than before. */
  readonly onChange: () => void
}

/** Below this much the artist is told. */
const LOW_BYTES = 1e9
/** For the database, its journal and thumbnails, whatever the picture's size. */
const MARGIN_BYTES = 32e6
const BYTES_PER_PIXEL = 3
/** Of a side that the model is going to decide. */
const LIKELY_SIDE = 1024
const CHECK_EVERY_MS = 60_000

/** A PNG takes at most its pixels' bytes and little more. */
function bytesFor({ width, height }: GenerationRequestBody): number {
  return (width ?? LIKELY_SIDE) * (height ?? LIKELY_SIDE) * BYTES_PER_PIXEL + MARGIN_BYTES
}

/** Measures now and then by itself, until it is stopped. */
export function createStorageWatch({ paths, measure, onChange }: StorageWatchOptions): StorageWatch {
  const free = new Map<string, number | null>()
  let stopped = false

  const describe = (folder: StorageFolder): Storage => {
    const path = paths()[folder]
    const freeBytes = free.get(path) ?? null
    return { folder, path, freeBytes, low: freeBytes !== null && freeBytes < LOW_BYTES }
  }
  const state = () => [describe('pictures'), describe('data')]

  async function check(): Promise<void> {
    const before = JSON.stringify(state())
    const folders = new Set(Object.values(paths()))
    const measured = await Promise.all([...folders].map(async (path) => [path, await measure(path)] as const))
    if (stopped) return
    free.clear()
    for (const [path, bytes] of measured) free.set(path, bytes)
    if (JSON.stringify(state()) !== before) onChange()
  }

  const shortageOf = (folder: StorageFolder): Shortage => {
    const { path, freeBytes } = describe(folder)
    return { folder, path, freeBytes }
  }
  const timer = setInterval(() => void check(), CHECK_EVERY_MS)
  timer.unref()

  return {
    state,
    check,
    async shortageFor(request) {
      await check()
      const needed = bytesFor(request)
      const short = state().find(({ freeBytes }) => freeBytes !== null && freeBytes < needed)
      return short === undefined ? null : shortageOf(short.folder)
    },
    shortageOf,
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}
