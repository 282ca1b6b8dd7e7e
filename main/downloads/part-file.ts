import { constants } from 'node:fs'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describeFileError } from '../files/file-error.ts'
import { withRange, type ByteRange } from './byte-ranges.ts'
import { readPartState, removePartState, writePartState, type PartState } from './part-state.ts'

/** The bytes of a file that have arrived so far, and beside them a record of which those are. */
export interface PartFile {
  readonly path: string
  /** Null while nothing has arrived. */
  state(): PartState | null
  /** Forgets what is there and expects another file, or the same anew. */
  begin(state: Pick<PartState, 'url' | 'etag' | 'size'>): Promise<void>
  /** Goes on with what is there, from another server or without knowing that it is the same edition. */
  adopt(source: Pick<PartState, 'url' | 'etag'>): void
  /** Forgets what is there. */
  discard(): Promise<void>
  write(bytes: Uint8Array, position: number): Promise<void>
  /** @returns how many bytes were read */
  read(into: Uint8Array, position: number): Promise<number>
  /** Puts everything written so far on the disk, and on record: it outlives whatever happens now. */
  checkpoint(): Promise<void>
  close(): Promise<void>
}

const statePathOf = (path: string) => `${path}.json`

/** Opens without following a link that somebody put there. */
const OPEN_FLAGS = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

async function namingPart<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw describeFileError(error, path, 'written')
  }
}

/** Removes a part and its record; neither need be there. */
export async function removePart(path: string): Promise<void> {
  await removePartState(statePathOf(path))
  await rm(path, { force: true })
}

/** Removes the record of a part that has become the file. */
export async function forgetPart(path: string): Promise<void> {
  await removePartState(statePathOf(path))
}

/**
 * Opens the part that `path` names, to go on with it, or makes an empty one. The record never says more than what is on the
 * disk, so it is right after any end of the program.
 * @throws FileError, as all its operations
 */
export async function openPartFile(path: string): Promise<PartFile> {
  const statePath = statePathOf(path)
  const naming = <T>(work: () => Promise<T>) => namingPart(path, work)
  const handle = await naming(async () => {
    await mkdir(dirname(path), { recursive: true })
    return open(path, OPEN_FLAGS, 0o644)
  })
  let state = readPartState(statePath, (await handle.stat()).size)
  let recording: Promise<void> = Promise.resolve()

  async function record(): Promise<void> {
    if (state === null) return
    const snapshot = state
    await naming(async () => {
      await handle.datasync()
      await writePartState(statePath, snapshot)
    })
  }

  async function discard(): Promise<void> {
    await recording.catch(() => undefined)
    state = null
    await naming(async () => {
      await removePartState(statePath)
      await handle.truncate(0)
    })
  }

  function checkpoint(): Promise<void> {
    recording = recording.catch(() => undefined).then(record)
    return recording
  }

  function markDone(range: ByteRange): void {
    if (state !== null) state = { ...state, done: withRange(state.done, range) }
  }

  return {
    path,
    state: () => state,
    async begin({ url, etag, size }) {
      await discard()
      state = { url, etag, size, done: [], mixed: false }
      await checkpoint()
    },
    adopt(source) {
      if (state !== null) state = { ...state, ...source, mixed: true }
    },
    discard,
    async write(bytes, position) {
      await naming(() => writeAll(handle, bytes, position))
      markDone({ start: position, end: position + bytes.length })
    },
    read: (into, position) => naming(async () => (await handle.read(into, 0, into.length, position)).bytesRead),
    checkpoint,
    async close() {
      await recording.catch(() => undefined)
      await handle.close()
    },
  }
}
