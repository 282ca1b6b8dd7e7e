import { access } from 'node:fs/promises'
import { setImmediate as otherWork } from 'node:timers/promises'
import { errorCode } from '../../files/file-error.ts'
import type { InstalledModel, ModelStore } from '../../library/library.ts'
import type { ReadModel } from '../read-model.ts'
import { factsOf, ownPart } from './file-facts.ts'
import { matchFound, type FoundFile, type Match } from './match-found.ts'
import { readFound } from './read-found.ts'
import type { Settling } from './settling.ts'
import { walkFolders, type Candidate, type Walk } from './walk-folders.ts'

export interface FolderReading {
  readonly folderId: string
  /** The folders to look into. */
  readonly roots: readonly string[]
  readonly store: ModelStore
  readonly settling: Settling
  /** Fingerprints by path of files that are no models: read once, as long as they do not change. */
  readonly passedOver: Map<string, string>
  /** Called whenever rows have changed. */
  readonly onChange: () => void
  readonly signal: AbortSignal
}

/** What a reading came to. */
export interface ReadFolder extends Omit<Walk, 'candidates'> {
  /** Files that are no checkpoint, LoRA or VAE for the families that are supported. */
  readonly foreign: number
  /** Whether files are still being written. */
  readonly unsettled: boolean
}

interface Found extends FoundFile {
  readonly candidate: Candidate
}

/** So many at once keep a drive busy without keeping others from it. */
const AT_ONCE = 16
/** So many rows are written in one transaction: each is a wait for the drive. */
const BATCH = 32

async function factsOfAll(candidates: readonly Candidate[], signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = []
  for (let start = 0; start < candidates.length; start += AT_ONCE) {
    signal.throwIfAborted()
    const facts = await Promise.all(
      candidates
        .slice(start, start + AT_ONCE)
        .map(async (candidate) => ({ candidate, facts: await factsOf(candidate) })),
    )
    for (const { candidate, facts: known } of facts) {
      if (known !== null) found.push({ ...known, path: candidate.path, candidate })
    }
  }
  return found
}

/** Rows that were not found, and those of the same file on the drive as one that is new, whose file is not there any more. */
async function findGone(
  found: readonly Found[],
  rows: readonly InstalledModel[],
  folderId: string,
): Promise<Set<string>> {
  const known = new Set(rows.map(({ path }) => path))
  const paths = new Set(found.map(({ path }) => path))
  const newIds = new Set(found.filter(({ path }) => !known.has(path)).map(({ fileId }) => fileId))
  const gone = new Set<string>()
  for (const row of rows) {
    const isLost = row.folderId === folderId && !paths.has(row.path)
    if (!isLost && !newIds.has(row.fileId)) continue
    await access(row.path).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) gone.add(row.id)
    })
  }
  return gone
}

function applyMatch(store: ModelStore, folderId: string, { moved, missing, returned }: Match<Found>): boolean {
  if (moved.length + missing.length + returned.length === 0) return false
  store.together(() => {
    for (const id of missing) store.change(id, { missing: true })
    for (const id of returned) store.change(id, { missing: false })
    for (const { id, path, fileId } of moved) {
      const alone = store.get(id)?.folderId === null
      store.change(id, { path, fileId, missing: false, folderId: alone ? null : folderId })
    }
  })
  return true
}

function keep(store: ModelStore, folderId: string, { path, fingerprint, fileId }: Found, model: ReadModel): void {
  const before = store.at(path)
  const { id } = store.add({ ...model, path, folderId, fingerprint, fileId })
  const changed = before !== null && before.fingerprint !== '' && ownPart(before.fingerprint) !== ownPart(fingerprint)
  if (changed) store.change(id, { hashes: null })
}

/** Reads files one by one, leaving time for other work, and writes down what they are a few at a time. */
async function readFiles(files: readonly Found[], reading: FolderReading): Promise<void> {
  const { store, folderId, passedOver, onChange, signal } = reading
  for (let start = 0; start < files.length; start += BATCH) {
    const read: { file: Found; model: ReadModel | null }[] = []
    for (const file of files.slice(start, start + BATCH)) {
      await otherWork()
      signal.throwIfAborted()
      read.push({ file, model: readFound(file.candidate, file.bytes) })
    }
    store.together(() => {
      for (const { file, model } of read) {
        if (model !== null) keep(store, folderId, file, model)
        else {
          passedOver.set(file.path, file.fingerprint)
          const row = store.at(file.path)
          if (row?.folderId === folderId) store.remove(row.id)
        }
      }
    })
    onChange()
  }
}

/**
 * Brings the rows of a folder and its files together: what is new is read, what was renamed keeps its row, what is gone is
 * marked as missing. Nothing is written into the folder.
 * @throws the signal's reason
 */
export async function readFolder(reading: FolderReading): Promise<ReadFolder> {
  const { folderId, roots, store, settling, passedOver, onChange, signal } = reading
  const { candidates, ...walk } = await walkFolders(roots, signal)
  const found = await factsOfAll(candidates, signal)
  const rows = store.list()
  const gone = await findGone(found, rows, folderId)
  const match = matchFound({ folderId, found, rows, gone, passedOver, complete: walk.cutOff === null })
  signal.throwIfAborted()
  const settled = match.toRead.filter((file) => settling.isSettled(file))
  if (applyMatch(store, folderId, match)) onChange()
  await readFiles(settled, reading)
  const paths = new Set(found.map(({ path }) => path))
  for (const path of passedOver.keys()) if (!paths.has(path)) passedOver.delete(path)
  return { ...walk, foreign: passedOver.size, unsettled: settled.length < match.toRead.length }
}
