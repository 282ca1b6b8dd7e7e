import { statSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { InstalledModel, ModelStore } from '../library/library.ts'
import type { Hashing } from '../server/contract/models.ts'
import { detailsOf } from './describe-model.ts'
import type { FileHasher } from './file-hashes.ts'

/** Hashes models one by one beside other work. */
export interface BackgroundHashing {
  /** What is being hashed; null while nothing is. */
  state(): Hashing
  /** Looks for models without hashes: to be called when some came. */
  wake(): void
  /** Puts a model before the others. */
  readonly prefer: (id: string) => void
  /** Ends within moments; what was begun is begun again the next time. */
  close(): Promise<void>
}

export interface HashingOptions {
  readonly store: ModelStore
  readonly isPresent: (model: InstalledModel) => boolean
  readonly hasher: FileHasher
  /** Whether a picture is being made, which has the drive and the processor to itself. */
  readonly isBusy: () => boolean
  readonly onChange: (hashing: Hashing) => void
  /** A model's hashes are known now. */
  readonly onHashed: () => void
  readonly reportError: (error: unknown) => void
  readonly times?: Partial<HashingTimes>
}

interface HashingTimes {
  /** How often progress is told at most. */
  readonly tellMs: number
  /** How often it is looked whether a picture is still being made. */
  readonly busyMs: number
  /** What is left to other work after each few megabytes. */
  readonly restMs: number
}

const TIMES: HashingTimes = { tellMs: 250, busyMs: 250, restMs: 5 }

/** Hashes are written down after so many files: the file that keeps them is written whole. */
const SAVE_EVERY = 50

function fileSize(path: string): number | null {
  const status = statSync(path, { throwIfNoEntry: false })
  return status?.isFile() === true ? status.size : null
}

/** The same file under a name that is new: the row that is known takes it over, so that its id still means it. */
function mergeMoved(store: ModelStore, hashed: InstalledModel): void {
  const before = store
    .list()
    .find(
      (row) =>
        row.missing && row.id !== hashed.id && row.kind === hashed.kind && row.hashes?.sha256 === hashed.hashes?.sha256,
    )
  if (before === undefined || hashed.folderId === null) return
  const { path, details, folderId, fingerprint, fileId } = hashed
  store.together(() => {
    store.remove(hashed.id)
    store.change(before.id, { path, details, folderId, fingerprint, fileId, missing: false })
  })
}

/** Keeps what is being hashed, and tells it now and then. */
function createProgress(onChange: HashingOptions['onChange'], tellMs: number) {
  let state: Hashing = null
  let toldAt = Number.NEGATIVE_INFINITY
  return {
    state: () => state,
    tell: (next: Hashing) => {
      state = next
      const time = performance.now()
      if (next !== null && time - toldAt < tellMs) return
      toldAt = time
      onChange(next)
    },
  }
}

/** Writes hashes down now and then: the file that keeps them is written whole. */
function createSaving(hasher: FileHasher) {
  let unsaved = 0
  return async (least: number, added: number) => {
    unsaved += added
    if (unsaved < least) return
    unsaved = 0
    await hasher.save()
  }
}

/** The one that was asked for, else the newest. */
function nextOf(rows: readonly InstalledModel[], preferred: string | null): InstalledModel | undefined {
  return rows.find(({ id }) => id === preferred) ?? rows.at(-1)
}

type HashModel = (row: InstalledModel, totalBytes: number, waiting: number) => Promise<void>

/** Hashes one model in many small steps, and keeps the result if the file is still the same. */
function createHashModel(
  { store, hasher }: HashingOptions,
  tell: (state: Hashing) => void,
  rest: () => Promise<void>,
  signal: AbortSignal,
): HashModel {
  return async (row, totalBytes, waiting) => {
    const { name } = detailsOf(row)
    const progress = (doneBytes: number) => tell({ modelId: row.id, name, doneBytes, totalBytes, waiting })
    progress(0)
    const { sha256, contentSha256 } = await hasher.hash(row.path, signal, async (doneBytes) => {
      progress(doneBytes)
      await rest()
    })
    // A file that was written to meanwhile has been read anew, or will be.
    const now = store.get(row.id)
    const isSame = now?.path === row.path && now.fingerprint === row.fingerprint && fileSize(row.path) === totalBytes
    const hashed = isSame ? store.change(row.id, { hashes: { sha256, contentSha256 } }) : null
    if (hashed !== null) mergeMoved(store, hashed)
  }
}

/** Which models are to be hashed; those that could not be are left out until they change. */
function createWaiting({ store, isPresent }: HashingOptions) {
  const failed = new Map<string, string>()
  const isWaiting = (row: InstalledModel) =>
    row.hashes === null && !row.hidden && failed.get(row.id) !== row.fingerprint && isPresent(row)
  return {
    waiting: () => store.list().filter(isWaiting),
    /** @returns whether the hashes of one that was tried are known now */
    settle: ({ id, fingerprint }: InstalledModel) => {
      const isHashed = store.get(id)?.hashes !== null
      if (!isHashed) failed.set(id, fingerprint)
      return isHashed
    },
  }
}

/** Waits that leave the computer to others. They end with the signal's reason. */
function createRests(isBusy: () => boolean, times: HashingTimes, signal: AbortSignal) {
  const pause = (ms: number) => wait(ms, undefined, { signal, ref: false })
  const untilFree = async () => {
    while (isBusy()) await pause(times.busyMs)
  }
  return { pause, untilFree, rest: () => pause(times.restMs).then(untilFree) }
}

export function createBackgroundHashing(options: HashingOptions): BackgroundHashing {
  const { onHashed, reportError } = options
  const times = { ...TIMES, ...options.times }
  const closing = new AbortController()
  const { signal } = closing
  const progress = createProgress(options.onChange, times.tellMs)
  const save = createSaving(options.hasher)
  const { waiting, settle } = createWaiting(options)
  let preferred: string | null = null
  let atWork: Promise<void> | null = null

  const { pause, untilFree, rest } = createRests(options.isBusy, times, signal)
  const hashModel = createHashModel(options, progress.tell, rest, signal)

  async function attempt(row: InstalledModel, others: number): Promise<void> {
    try {
      const total = fileSize(row.path)
      if (total !== null) await hashModel(row, total, others)
    } catch (error) {
      if (signal.aborted) throw error
    }
    if (settle(row)) onHashed()
    await save(SAVE_EVERY, 1)
  }

  async function run(): Promise<void> {
    let again = false
    try {
      for (let rows = waiting(); rows.length > 0; rows = waiting()) {
        await pause(0)
        await untilFree()
        const row = nextOf(rows, preferred)
        if (row !== undefined) await attempt(row, rows.length - 1)
      }
      await save(1, 0)
      // What came while that was written.
      again = waiting().length > 0
    } catch (error) {
      if (!signal.aborted) reportError(error)
    } finally {
      atWork = null
      if (again) wake()
      else if (progress.state() !== null) progress.tell(null)
    }
  }

  const wake = () => {
    if (!signal.aborted) atWork ??= run()
  }
  return {
    state: progress.state,
    wake,
    prefer(id) {
      preferred = id
      wake()
    },
    async close() {
      closing.abort()
      await atWork
    },
  }
}
