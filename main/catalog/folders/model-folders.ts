import { realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { ModelFolderStore, StoredModelFolder } from '../../library/library.ts'
import type { ModelFolders as ModelFoldersState, SuggestedFolder } from '../../server/contract/models.ts'
import { ModelFileError } from '../file-problem.ts'
import type { ModelPresence } from '../model-presence.ts'
import { findPrograms, type ProgramSearch } from './find-programs.ts'
import { createFolderSet, showHidden } from './folder-set.ts'
import { identifyProgram } from './programs.ts'
import { readLoneModels } from './read-lone-models.ts'
import { createSettling } from './settling.ts'
import { createTurns, repeat } from './turns.ts'
import type { FolderSurroundings, FolderTimes } from './watched-folder.ts'

/** Folders whose models are used where they lie. */
export interface ModelFolders {
  state(): ModelFoldersState
  /** The folders that are added, whether or not they are watched yet. */
  readonly list: () => StoredModelFolder[]
  /**
   * Adds a folder, or shows again what was taken off the list of one that is added already. A program's own folder stands
   * for all folders that its models lie in.
   * @throws ModelFileError where it is no folder
   */
  add(path: string): Promise<void>
  /** Forgets a folder and its models. @returns false where there is no such folder */
  remove(id: string): Promise<boolean>
  /** Reads a folder anew. @returns false where there is no such folder */
  read(id: string): boolean
  /** The folder that a model's file lies in; null where it lies in none. */
  readonly folderOf: (path: string) => string | null
  /** Begins to read and watch the folders, and to look for those of other programs. */
  start(): void
  /** Resolves when everything that was to be read then has been read. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface ModelFoldersOptions extends Omit<FolderSurroundings, 'programs' | 'inTurn' | 'onFolder' | 'times'> {
  readonly presence: ModelPresence
  readonly folders: ModelFolderStore
  readonly search: ProgramSearch
  readonly onFolders: () => void
  readonly times?: Partial<FolderTimes & PollTimes>
}

interface PollTimes {
  /** How often drives are looked for. */
  readonly lookMs: number
  /** How often folders are read again: not every drive tells of changes. */
  readonly readMs: number
}

const TIMES: FolderTimes & PollTimes = { settleMs: 2000, gatherMs: 500, lookMs: 5000, readMs: 5 * 60_000 }

/** @throws ModelFileError where it is none */
async function realFolder(path: string): Promise<string> {
  const real = isAbsolute(path) ? await realpath(path).catch(() => null) : null
  const status = real === null ? null : await stat(real).catch(() => null)
  if (real !== null && status?.isDirectory() === true) return real
  throw new ModelFileError(sentence('model-folder.no-folder', { path }))
}

/** What goes on by itself: looking for drives, reading again, looking for other programs. */
function createBackgroundWork(
  { store, presence, search, onModels, now, reportError, times: wanted }: ModelFoldersOptions,
  parts: { readonly inTurn: FolderSurroundings['inTurn']; readonly folders: ReturnType<typeof createFolderSet> },
  onSuggested: (suggested: readonly SuggestedFolder[]) => void,
) {
  const times = { ...TIMES, ...wanted }
  const closing = new AbortController()
  const settling = createSettling(times.settleMs, now)
  const ends: (() => void)[] = []
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      if (!closing.signal.aborted) await work()
    } catch (error) {
      if (!closing.signal.aborted) reportError(error)
    }
  }
  const readLone = () =>
    parts.inTurn(() =>
      attempt(async () => {
        const came = await presence.look(store.list())
        const changed = await readLoneModels({ store, settling, signal: closing.signal })
        if (came || changed) onModels()
      }),
    )
  const look = async () => {
    if (await presence.look(store.list())) onModels()
    for (const folder of parts.folders.all()) await folder.look()
  }
  const readAll = async () => {
    await readLone()
    for (const folder of parts.folders.all()) await folder.read(false)
  }
  return {
    start() {
      void readLone()
      void attempt(async () => onSuggested(await findPrograms(search, closing.signal)))
      ends.push(
        repeat(() => attempt(look), times.lookMs),
        repeat(() => attempt(readAll), times.readMs),
      )
    },
    stop() {
      closing.abort()
      for (const end of ends) end()
    },
  }
}

export function createModelFolders(options: ModelFoldersOptions): ModelFolders {
  const { folders: stored, store, search, onModels, onFolders } = options
  const times = { ...TIMES, ...options.times }
  const turns = createTurns()
  const surroundings = { ...options, times, programs: search.surroundings, inTurn: turns.take, onFolder: onFolders }
  const folders = createFolderSet(stored, surroundings)
  let suggested: readonly SuggestedFolder[] = []
  const background = createBackgroundWork(options, { inTurn: turns.take, folders }, (found) => {
    suggested = found
    if (found.length > 0) onFolders()
  })
  const announce = () => {
    onFolders()
    onModels()
  }
  return {
    list: () => stored.list(),
    state() {
      const added = new Set(stored.list().map(({ path }) => path))
      return {
        folders: folders.all().map((folder) => folder.describe()),
        suggested: suggested.filter(({ path }) => !added.has(path)),
      }
    },
    async add(path) {
      const real = await realFolder(path)
      const program = await identifyProgram(real)
      const base = program === null ? real : await realFolder(program.base)
      const isAdded = stored.list().some((folder) => folder.path === base)
      const covering = isAdded ? undefined : folders.covering(base)
      const folder = covering ?? folders.watch(stored.add({ path: base, program: program?.program ?? null }))
      showHidden(store, folder.id, base)
      void folder.read(true)
      announce()
    },
    async remove(id) {
      if (!(await folders.remove(id))) return false
      // What it had may lie in others, too.
      for (const other of folders.all()) void other.read(false)
      announce()
      return true
    },
    read(id) {
      const folder = folders.get(id)
      void folder?.read(true)
      return folder !== undefined
    },
    folderOf: (path) => folders.covering(dirname(path))?.id ?? null,
    start() {
      for (const folder of stored.list()) void folders.watch(folder).read(true)
      background.start()
    },
    settled: () => turns.all(),
    async close() {
      background.stop()
      await Promise.all(folders.all().map((folder) => folder.close()))
      await turns.all()
    },
  }
}
