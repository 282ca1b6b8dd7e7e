import type { ImageQuery } from '../../server/contract/library.ts'
import type { WritableDb } from '../database.ts'
import { watchChanges } from './changed-pictures.ts'
import { loadPictures, reloadPictures } from './load-pictures.ts'
import { matchPictures, type Matches } from './match-pictures.ts'
import type { PictureTable } from './picture-table.ts'

/** The pictures of the gallery as they are in the database at each call. What is returned holds until the next write. */
export interface GalleryPictures {
  table(): PictureTable
  match(query: ImageQuery): Matches
}

/** Beyond these, reading all pictures anew is quicker than one by one. */
const MOST_SINGLE = 5000
const MOST_REMEMBERED = 16

/** Pictures are read when they are first asked for; once for each connection. */
export function openGalleryPictures(db: WritableDb, mostSingle = MOST_SINGLE): GalleryPictures {
  const changed = watchChanges(db, mostSingle)
  /** By query: all pages of one ask for the same. */
  const remembered = new Map<string, Matches>()
  let table: PictureTable | null = null

  function bringUpToDate(): PictureTable {
    const { seqs } = changed
    if (table !== null && seqs?.size === 0) return table
    remembered.clear()
    if (table === null || seqs === null) table = loadPictures(db)
    else reloadPictures(db, table, seqs)
    changed.clear()
    return table
  }

  return {
    table: bringUpToDate,
    match(query) {
      const current = bringUpToDate()
      const name = JSON.stringify({ ...query, sort: null })
      const known = remembered.get(name)
      if (known !== undefined) return known
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      const matches = matchPictures(db, current, query)
      remembered.set(name, matches)
      return matches
    },
  }
}
