import { sentence } from '../../../models/sentences/catalogue.ts'
import type { StoredModelFolder } from '../../library/library.ts'
import { modelProgramSchema, type ModelFolder } from '../../server/contract/models.ts'
import { createFolderState, noteOf, type FolderState, type FolderStateOptions } from './folder-state.ts'
import { lookAtRoot, type Root } from './look-at-root.ts'
import { identifyProgram, modelFoldersOf, type ModelProgram, type ProgramSurroundings } from './programs.ts'
import { readFolder, type ReadFolder } from './read-folder.ts'
import { createSettling } from './settling.ts'
import type { DirectoryWatch, WatchDirectories } from './watch-directories.ts'

/** A folder whose models are in the list as long as its files are there. */
export interface WatchedFolder {
  readonly id: string
  describe(): ModelFolder
  /** Whether the files of a (real) folder are among those that it reads. */
  covers(directory: string): boolean
  /** Reads it anew, once others are done. @param told whether the user is to see that it is being read */
  read(told: boolean): Promise<void>
  /** Notices that its drive came or went. */
  look(): Promise<void>
  close(): Promise<void>
}

export interface FolderSurroundings extends Omit<FolderStateOptions, 'folder'> {
  readonly programs: ProgramSurroundings
  readonly watch: WatchDirectories
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly times: FolderTimes
  /** One folder after the other, so that drives and the program have time for other things. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>
  readonly reportError: (error: unknown) => void
}

export interface FolderTimes {
  /** For how long a file must not have been written to before it is read. */
  readonly settleMs: number
  /** Changes within this are one. */
  readonly gatherMs: number
}

async function rootsOf(path: string, program: ModelProgram | null, programs: ProgramSurroundings): Promise<string[]> {
  if (program === null) return [path]
  const base = (await identifyProgram(path))?.base ?? path
  return modelFoldersOf({ program, base }, programs)
}

/** What one reading after the other needs. */
interface Reading {
  readonly state: FolderState
  readonly watcher: DirectoryWatch
  readonly path: string
  readonly program: ModelProgram | null
  readonly hasModels: () => boolean
  /** Reads what a folder that is there holds. */
  readonly readFiles: () => Promise<ReadFolder>
}

/** Looks at a folder and reads it where it is there. @returns what was found of it */
async function readOnce(
  { state, watcher, path, program, hasModels, readFiles }: Reading,
  before: string,
  told: boolean,
): Promise<{ root: Root; result: ReadFolder | null; mayHaveMissed: boolean }> {
  const root = await lookAtRoot(path)
  const isAway = root.state === 'offline' || (root.state === 'there' && root.isEmpty && hasModels())
  if (root.state !== 'there' || isAway) {
    await watcher.set([])
    const problem = isAway ? sentence('model-folder.offline', { path }) : sentence('model-folder.unreadable', { path })
    state.become(isAway ? 'offline' : 'unreadable', problem)
    return { root, result: null, mayHaveMissed: false }
  }
  // What was watched is another folder now, though of the same name.
  if (before !== root.identity) await watcher.set([])
  if (told || state.now() !== 'watched') state.become('reading', null)
  const result = await readFiles()
  state.setWatched(true)
  const own = program === null ? [] : [path]
  const mayHaveMissed = await watcher.set([...new Set([...own, ...result.directories])])
  state.become('watched', noteOf(result))
  return { root, result, mayHaveMissed }
}

/** Whether a folder's drive came or went since it was looked at. */
async function hasChanged(state: FolderState, before: string, path: string): Promise<boolean> {
  const root = await lookAtRoot(path)
  const isBack = state.now() === 'offline' && root.state === 'there' && !root.isEmpty
  return isBack || root.identity !== before
}

/** Something that is to be done soon, once. */
function createDelay(work: () => Promise<void>) {
  let timer: NodeJS.Timeout | null = null
  return {
    request(ms: number) {
      timer ??= setTimeout(() => {
        timer = null
        void work()
      }, ms)
      timer.unref()
    },
    cancel() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

export function createWatchedFolder(stored: StoredModelFolder, surroundings: FolderSurroundings): WatchedFolder {
  const { store, programs, times, inTurn, onModels, reportError } = surroundings
  const { id, path } = stored
  const program = modelProgramSchema.nullable().catch(null).parse(stored.program)
  const closing = new AbortController()
  const { signal } = closing
  const settling = createSettling(times.settleMs, surroundings.now)
  const passedOver = new Map<string, string>()
  const state = createFolderState({ ...surroundings, folder: { id, path, program } })
  const soon = createDelay(() => read(false))
  const watcher = surroundings.watch({
    onChange: () => soon.request(times.gatherMs),
    onError: () => state.setWatched(false),
  })
  let identity = ''
  let directories: ReadonlySet<string> = new Set()

  const hasModels = () => store.list().some(({ folderId }) => folderId === id)
  const readFiles = async () => {
    const roots = await rootsOf(path, program, programs)
    return readFolder({ folderId: id, roots, store, settling, passedOver, onChange: onModels, signal })
  }

  async function readNow(told: boolean): Promise<void> {
    const reading = { state, watcher, path, program, hasModels, readFiles }
    const { root, result, mayHaveMissed } = await readOnce(reading, identity, told)
    identity = root.identity
    if (result !== null) directories = new Set(result.directories)
    if (signal.aborted) return
    if (mayHaveMissed) soon.request(0)
    else if (result?.unsettled === true) soon.request(times.settleMs)
  }

  async function read(told: boolean): Promise<void> {
    if (told && state.now() === 'watched') state.become('reading', null)
    await inTurn(async () => {
      if (signal.aborted) return
      try {
        await readNow(told)
      } catch (error) {
        if (signal.aborted) return
        reportError(error)
        state.become('unreadable', sentence('model-folder.unreadable', { path }))
      }
    })
  }

  return {
    id,
    describe: () => state.describe(),
    covers: (directory) => directories.has(directory),
    read,
    async look() {
      if (state.now() !== 'reading' && (await hasChanged(state, identity, path))) await read(false)
    },
    async close() {
      closing.abort()
      soon.cancel()
      await watcher.close()
    },
  }
}
