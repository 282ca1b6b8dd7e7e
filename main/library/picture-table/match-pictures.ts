import type { ImageQuery } from '../../server/contract/library.ts'
import type { ReadableDb } from '../database.ts'
import { toFullTextQuery } from '../search-query.ts'
import { seqAt } from '../time-order.ts'
import type { CodedColumn } from './coded-column.ts'
import type { PictureTable } from './picture-table.ts'

/** The pictures that a query lets through. */
export interface Matches {
  /** 1 or 0 for each place. */
  readonly at: Uint8Array
  readonly total: number
}

/** Visits every picture for every condition. */
export function matchPictures(db: ReadableDb, table: PictureTable, query: ImageQuery): Matches {
  const at = matchTimeAndText(db, table, query)
  const { modelName, width, height, steps, starred, minRating, lora, boardId } = query
  const keep = <T, C>(column: CodedColumn<C>, wanted: T | undefined, lets: (value: C, wanted: T) => boolean): void => {
    if (wanted === undefined) return
    const allowed = column.allow((value) => lets(value, wanted))
    const { codes } = column
    for (let place = 0; place < at.length; place++) if (allowed[codes[place] as number] === 0) at[place] = 0
  }
  keep(table.models, modelName, (name, wanted) => name === wanted)
  keep(table.sizes, width, (size, wanted) => size.width === wanted)
  keep(table.sizes, height, (size, wanted) => size.height === wanted)
  keep(table.steps, steps, (count, wanted) => count === wanted)
  keep(table.marks, starred, (mark, wanted) => mark.starred === wanted)
  keep(table.marks, minRating, (mark, wanted) => mark.rating >= wanted)
  keep(table.loras, lora, (names, wanted) => names.includes(wanted))
  if (boardId !== undefined) keep(table.boards, boardSeqs(db, boardId), (boards, [seq = -1]) => boards.includes(seq))
  let total = 0
  for (let place = 0; place < at.length; place++) total += at[place] as number
  return { at, total }
}

function matchTimeAndText(db: ReadableDb, table: PictureTable, { from, until, search = '' }: ImageQuery): Uint8Array {
  const at = new Uint8Array(table.count)
  const start = from === undefined ? 0 : table.firstFrom(seqAt(from))
  const end = until === undefined ? table.count : table.firstFrom(seqAt(until))
  const text = toFullTextQuery(search)
  if (text === null) return at.fill(1, Math.min(start, end), end)
  const found = db.numbers('SELECT rowid FROM image_text WHERE image_text MATCH ? ORDER BY rowid', [text])
  table.visit(found, (place) => {
    if (place >= start && place < end) at[place] = 1
  })
  return at
}

/** One row, or none where there is no such board. */
function boardSeqs(db: ReadableDb, id: string): number[] {
  return db.numbers('SELECT seq FROM boards WHERE id = ?', [id])
}
