import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FileError } from '../files/file-error.ts'
import type { Image } from '../server/contract/library.ts'
import type { WritableDb } from './database.ts'
import { readFolders, readKnownFiles, reattach, setPresent, type KnownFile } from './known-files.ts'
import type { LibraryChange, ReconcileReport } from './library.ts'
import { listFolder, removeAbandoned, type FolderListing } from './list-folder.ts'
import { readImage } from './read-images.ts'
import { readPictureFile } from './read-picture-file.ts'
import { insertPicture, type PictureFile } from './write-images.ts'

export interface ReconcileContext {
  readonly db: WritableDb
  readonly picturesFolder: string
  readonly now: () => number
  readonly onChange: (change: LibraryChange) => void
}

type Tally = { -readonly [Key in keyof ReconcileReport]: ReconcileReport[Key] } & { problems: string[] }

/** Pictures that are read and written together: each transaction waits for the disk once. */
const BATCH = 64
const MOST_PROBLEMS = 100

/**
 * Brings rows and files together (`Library.reconcile`). Rows of a folder are always read before its files: a row that is
 * there had its file already, so one whose file is not listed has truly lost it, whatever is added meanwhile.
 */
export async function reconcile(context: ReconcileContext, signal: AbortSignal): Promise<ReconcileReport> {
  const tally: Tally = { imported: 0, moved: 0, missing: 0, returned: 0, temporariesRemoved: 0, problems: [] }
  const unknown: string[] = []
  const visited = new Set<string>()
  const folders = [context.picturesFolder]
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    signal.throwIfAborted()
    visited.add(folder)
    const listing = await compareFolder(context, folder, tally)
    if (listing === null) continue
    folders.push(...listing.subfolders)
    unknown.push(...listing.unknown.map((name) => join(folder, name)))
    tally.temporariesRemoved += await removeTemporaries(folder, listing.temporaries, { tally, now: context.now() })
  }
  // Pictures outside the pictures folder: only whether they are there.
  for (const folder of readFolders(context.db)) {
    signal.throwIfAborted()
    if (!visited.has(folder)) await compareFolder(context, folder, tally)
  }
  for (let start = 0; start < unknown.length; start += BATCH) {
    signal.throwIfAborted()
    await takeIn(context, unknown.slice(start, start + BATCH), tally)
  }
  return { ...tally, problems: tally.problems.slice(0, MOST_PROBLEMS) }
}

/** Marks the rows of a folder whose files vanished or came back. @returns its files, and those that no row has. */
async function compareFolder(
  { db, onChange }: ReconcileContext,
  folder: string,
  tally: Tally,
): Promise<(FolderListing & { unknown: string[] }) | null> {
  const rows = readKnownFiles(db, folder)
  const listing = await tryListing(folder, tally)
  if (listing === undefined) return null
  const names = new Set(listing?.pictures)
  const missing = rows.filter((row) => row.present === 1 && row.deleted === 0 && !names.has(row.file_name))
  for (const row of rows) if (row.present === 1) names.delete(row.file_name)
  const returned = await findReturned(folder, rows, names)
  for (const row of returned) names.delete(row.file_name)
  setPresent(db, missing, false)
  setPresent(db, returned, true)
  tally.missing += missing.length
  tally.returned += returned.length
  const changed = [...missing, ...returned].map((row) => row.id)
  if (changed.length > 0) onChange({ type: 'imagesChanged', ids: changed })
  return listing === null ? null : { ...listing, unknown: [...names] }
}

/** Undefined where the folder is there and cannot be listed: nothing is known about its files then. */
async function tryListing(folder: string, tally: Tally): Promise<FolderListing | null | undefined> {
  try {
    return await listFolder(folder)
  } catch (error) {
    tally.problems.push(describeProblem(folder, error))
    return undefined
  }
}

/** Rows that missed a file of a name and size that is there now. */
async function findReturned(folder: string, rows: readonly KnownFile[], names: Set<string>): Promise<KnownFile[]> {
  const returned = new Map<string, KnownFile>()
  for (const row of rows) {
    if (row.present === 1 || row.deleted === 1 || !names.has(row.file_name)) continue
    const bytes = await stat(join(folder, row.file_name)).then(
      (file) => file.size,
      () => null,
    )
    if (bytes === row.file_bytes) returned.set(row.file_name, row)
  }
  return [...returned.values()]
}

async function removeTemporaries(
  folder: string,
  names: readonly string[],
  { tally, now }: { readonly tally: Tally; readonly now: number },
): Promise<number> {
  let removed = 0
  for (const name of names) {
    try {
      if (await removeAbandoned(join(folder, name), name, now)) removed += 1
    } catch (error) {
      tally.problems.push(describeProblem(join(folder, name), error))
    }
  }
  return removed
}

/** Gives files that no row has to the rows that miss them, and rows of their own to the others that have a recipe. */
async function takeIn({ db, onChange }: ReconcileContext, paths: readonly string[], tally: Tally): Promise<void> {
  const files = await Promise.all(paths.map((path) => tryReading(path, tally)))
  const [moved, imported]: [Image[], Image[]] = [[], []]
  db.transaction(() => {
    for (const file of files) {
      if (file === null) continue
      const found = reattach(db, file)
      const image = found ?? readImage(db, insertPicture(db, file, { parentId: null, jobId: null }))
      if (image !== null) (found === null ? imported : moved).push(image)
    }
  })
  tally.moved += moved.length
  tally.imported += imported.length
  if (moved.length > 0) onChange({ type: 'imagesChanged', ids: moved.map((image) => image.id) })
  if (imported.length > 0) onChange({ type: 'imagesAdded', images: imported })
}

async function tryReading(path: string, tally: Tally): Promise<PictureFile | null> {
  try {
    return await readPictureFile(path)
  } catch (error) {
    tally.problems.push(describeProblem(path, error))
    return null
  }
}

function describeProblem(path: string, error: unknown): string {
  if (error instanceof FileError) return error.message
  return `${basename(path)}: ${error instanceof Error ? error.message : String(error)}`
}
