import type Database from 'better-sqlite3'
import { z } from 'zod'

/** What SQLite stores: whole and broken numbers, text, bytes. Booleans are 0 and 1. */
export type SqlValue = string | number | null | Uint8Array
export type SqlParameters = readonly SqlValue[]

/** A column that holds JSON. */
export const jsonColumn = z.string().transform((text): unknown => JSON.parse(text))

declare const brand: unique symbol

/** A connection for functions that only read: a statement that writes is refused when it is prepared. */
export interface ReadableDb {
  readonly [brand]: 'database'
  /** All rows, each checked by the schema. */
  all<T>(row: z.ZodType<T>, sql: string, parameters?: SqlParameters): T[]
  /** The first row; null where there is none. */
  first<T>(row: z.ZodType<T>, sql: string, parameters?: SqlParameters): T | null
  /** The first column of all rows, which is a number in each. */
  numbers(sql: string, parameters?: SqlParameters): number[]
  /** Whether a transaction is open, whose writes may yet be taken back. */
  inTransaction(): boolean
}

export interface WritableDb extends ReadableDb {
  /** @returns how many rows changed. */
  run(sql: string, parameters?: SqlParameters): number
  /** @returns the row id of the inserted row. */
  insert(sql: string, parameters?: SqlParameters): number
  /** All of `work` is kept, and on the disk when this returns, or nothing where it throws. Transactions nest. */
  transaction<T>(work: () => T): T
  /** Makes a function of the program one that statements of this connection can call; its result is null. */
  define(name: string, work: (value: SqlValue) => void): void
}

/** More texts than the program has statements; only filters of the gallery come in many combinations. */
const MOST_STATEMENTS = 300

/** Prepared statements by their text. */
function createStatementCache(connection: Database.Database): (sql: string) => Database.Statement {
  const statements = new Map<string, Database.Statement>()
  return (sql) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    if (statements.size >= MOST_STATEMENTS) statements.clear()
    const statement = connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
}

/** better-sqlite3 passes every number as a REAL, which the full-text index does not take for a row id. */
function bind(parameters: SqlParameters): unknown[] {
  return parameters.map((value) => (Number.isSafeInteger(value) ? BigInt(value as number) : value))
}

/** A schema would take longer than the query where there are a hundred thousand. */
function numberList(values: readonly unknown[]): number[] {
  if (values.every((value) => typeof value === 'number')) return values as number[]
  throw new TypeError('A column of numbers holds something else')
}

/** A connection as the library's functions use it. */
export function wrapConnection(connection: Database.Database): WritableDb {
  const prepare = createStatementCache(connection)
  const prepareRead = (sql: string) => {
    const statement = prepare(sql)
    if (!statement.readonly) throw new TypeError(`A read may not write: ${sql}`)
    return statement
  }
  const functions: Omit<WritableDb, typeof brand> = {
    all: (row, sql, parameters = []) => z.array(row).parse(prepareRead(sql).all(...bind(parameters))),
    first: (row, sql, parameters = []) => {
      const found = prepareRead(sql).get(...bind(parameters))
      return found === undefined ? null : row.parse(found)
    },
    numbers: (sql, parameters = []) => {
      const statement = prepareRead(sql)
      try {
        return numberList(statement.pluck(true).all(...bind(parameters)))
      } finally {
        statement.pluck(false)
      }
    },
    inTransaction: () => connection.inTransaction,
    run: (sql, parameters = []) => prepare(sql).run(...bind(parameters)).changes,
    insert: (sql, parameters = []) => Number(prepare(sql).run(...bind(parameters)).lastInsertRowid),
    transaction: (work) => connection.transaction(work).immediate(),
    define: (name, work) =>
      connection.function(name, (value: SqlValue) => {
        work(value)
        return null
      }),
  }
  return functions as WritableDb
}

/** SQLite's code of an error, such as SQLITE_BUSY; the empty text for any other error. */
export function sqliteCode(error: unknown): string {
  const isSqlite = error instanceof Error && error.name === 'SqliteError' && 'code' in error
  return isSqlite && typeof error.code === 'string' ? error.code : ''
}

/** Whether an error says that a database file is no database or is damaged. */
export function saysDamaged(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error))
}
