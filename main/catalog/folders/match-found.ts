import type { InstalledModel } from '../../library/library.ts'
import { ownPart, type FileFacts } from './file-facts.ts'

/** A file that was found, and what it is known by. */
export interface FoundFile extends FileFacts {
  readonly path: string
}

/** What became of the rows of a folder, and which files are to be read. */
export interface Match<Found extends FoundFile> {
  /** Not known yet, or changed since they were read. */
  readonly toRead: readonly Found[]
  /** Rows whose file has another path now. */
  readonly moved: readonly { readonly id: string; readonly path: string; readonly fileId: string }[]
  /** Rows whose file is gone, and is back. */
  readonly missing: readonly string[]
  readonly returned: readonly string[]
}

export interface MatchSource<Found extends FoundFile> {
  readonly folderId: string
  readonly found: readonly Found[]
  readonly rows: readonly InstalledModel[]
  /** Rows whose files are known to be gone from where they were, whichever folder that was. */
  readonly gone: ReadonlySet<string>
  /** Fingerprints by path of files that were read and are no models. */
  readonly passedOver: ReadonlyMap<string, string>
  /** Whether all models of the folder are among those found; else only what is known to be gone is missing. */
  readonly complete: boolean
}

/** Brings rows and files of one folder together. A file that was renamed is known by its id on the drive and its size and time. */
export function matchFound<Found extends FoundFile>(source: MatchSource<Found>): Match<Found> {
  const { folderId, found, rows, gone, passedOver, complete } = source
  const byPath = new Map(rows.map((row) => [row.path, row]))
  const paths = new Set(found.map(({ path }) => path))
  const lost = rows.filter((row) => !paths.has(row.path) && (row.folderId === folderId || gone.has(row.id)))
  const lostById = new Map(lost.filter(({ fileId }) => fileId !== '').map((row) => [row.fileId, row]))
  const toRead: Found[] = []
  const returned: string[] = []
  const moved: { id: string; path: string; fileId: string }[] = []
  for (const file of found) {
    const row = byPath.get(file.path)
    if (row === undefined) {
      const before = lostById.get(file.fileId)
      const isSame = before !== undefined && ownPart(before.fingerprint) === ownPart(file.fingerprint)
      if (isSame) {
        lostById.delete(file.fileId)
        moved.push({ id: before.id, path: file.path, fileId: file.fileId })
      }
      // One that was renamed has another name, and other files beside it.
      if (isSame || passedOver.get(file.path) !== file.fingerprint) toRead.push(file)
      continue
    }
    if (row.missing) returned.push(row.id)
    if (!row.hidden && row.fingerprint !== file.fingerprint) toRead.push(file)
  }
  const movedIds = new Set(moved.map(({ id }) => id))
  const isMissing = ({ id, folderId: of, missing }: InstalledModel) =>
    of === folderId && (complete || gone.has(id)) && !missing && !movedIds.has(id)
  return { toRead, moved, missing: lost.filter(isMissing).map(({ id }) => id), returned }
}
