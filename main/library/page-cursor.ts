import { sentence } from '../../models/sentences/catalogue.ts'
import type { ImageQuery } from '../server/contract/library.ts'
import { LibraryError } from './library-error.ts'

type Sort = ImageQuery['sort']

/** Where a picture stands in any order: `seq` is that of time, and no two pictures share one. */
export interface Position {
  readonly rating: number
  readonly seq: number
}

/** What decides the order, and so what a cursor holds. */
const COLUMNS: Readonly<Record<Sort, readonly (keyof Position)[]>> = {
  newest: ['seq'],
  oldest: ['seq'],
  rating: ['rating', 'seq'],
}

/** A text that says where a page ended. */
export function writeCursor(sort: Sort, last: Position): string {
  return [sort, ...COLUMNS[sort].map((column) => last[column])].join('.')
}

/**
 * Where a page ended; its rating is 0 where the sorting does not ask for it.
 * @throws LibraryError `bad-cursor`
 */
export function readCursor(sort: Sort, cursor: string): Position {
  const columns = COLUMNS[sort]
  const [writtenFor, ...texts] = cursor.split('.')
  const values = texts.filter((text) => /^\d{1,16}$/.test(text)).map(Number)
  const isWhole = values.length === columns.length && values.every((value) => Number.isSafeInteger(value))
  if (writtenFor !== sort || texts.length !== columns.length || !isWhole) {
    throw new LibraryError('bad-cursor', sentence('library.bad-cursor'))
  }
  const read = Object.fromEntries(columns.map((column, index) => [column, values[index]]))
  return { rating: 0, seq: 0, ...read }
}
