import { sentence } from '../../models/sentences/catalogue.ts'
import type { ImageQuery } from '../server/contract/library.ts'
import type { SqlValue } from './database.ts'
import { LibraryError } from './library-error.ts'

type Sort = ImageQuery['sort']

interface Order {
  /** Columns that together tell any two pictures apart; `seq` is in the order of time. */
  readonly columns: readonly (keyof Position)[]
  readonly direction: 'ASC' | 'DESC'
}

const ORDERS: Readonly<Record<Sort, Order>> = {
  newest: { columns: ['seq'], direction: 'DESC' },
  oldest: { columns: ['seq'], direction: 'ASC' },
  rating: { columns: ['rating', 'seq'], direction: 'DESC' },
}

/** The columns of a row that its cursor holds. */
export interface Position {
  readonly rating: number
  readonly seq: number
}

/** What a column of a position is called in a statement. */
export type ColumnNames = Readonly<Record<keyof Position, string>>

/** The ORDER BY of a sorting. */
export function orderBy(sort: Sort, names: ColumnNames): string {
  const { columns, direction } = ORDERS[sort]
  return columns.map((column) => `${names[column]} ${direction}`).join(', ')
}

/** A text that says where a page ended. */
export function writeCursor(sort: Sort, last: Position): string {
  return [sort, ...ORDERS[sort].columns.map((column) => last[column])].join('.')
}

/**
 * The condition that lets through what follows a cursor, with a value for each `?`.
 * @throws LibraryError `bad-cursor`
 */
export function followCursor(
  sort: Sort,
  cursor: string,
  names: ColumnNames,
): { readonly where: string; readonly parameters: readonly SqlValue[] } {
  const { columns, direction } = ORDERS[sort]
  const [writtenFor, ...texts] = cursor.split('.')
  const parameters = texts.filter((text) => /^\d{1,16}$/.test(text)).map(Number)
  const isWhole = parameters.length === columns.length && parameters.every((value) => Number.isSafeInteger(value))
  if (writtenFor !== sort || texts.length !== columns.length || !isWhole) {
    throw new LibraryError('bad-cursor', sentence('library.bad-cursor'))
  }
  const comparison = direction === 'DESC' ? '<' : '>'
  const [first] = columns
  // The full-text index takes a plain comparison with its row id, not one of row values.
  if (columns.length === 1 && first !== undefined) return { where: `${names[first]} ${comparison} ?`, parameters }
  const places = columns.map(() => '?').join(', ')
  const tuple = columns.map((column) => names[column]).join(', ')
  return { where: `(${tuple}) ${comparison} (${places})`, parameters }
}
