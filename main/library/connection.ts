import Database from 'better-sqlite3'
import { z } from 'zod'
import { sentence } from '../../models/sentences/catalogue.ts'
import { FileError } from '../files/file-error.ts'
import { LibraryError } from './library-error.ts'
import { latestVersion, readVersion, type Migration } from './migrate.ts'
import { sqliteCode } from './database.ts'

/** A database file whose content is not as SQLite wrote it. */
export class DamagedDatabaseError extends Error {
  override readonly name = 'DamagedDatabaseError'
}

/** How long an older Onestroke that is just closing is waited for. */
const BUSY_TIMEOUT_MS = 5000

/** Set on each connection: SQLite remembers none of these in the file, except the journal mode. */
const PRAGMAS = [
  'journal_mode = WAL',
  // A transaction is on the disk when it returns; better-sqlite3's default for WAL is NORMAL.
  'synchronous = FULL',
  // Only macOS needs these for the same promise.
  'fullfsync = ON',
  'checkpoint_fullfsync = ON',
  'foreign_keys = ON',
  `busy_timeout = ${BUSY_TIMEOUT_MS}`,
  'trusted_schema = OFF',
  'cell_size_check = ON',
]

/**
 * Opens a database file that no other process may open meanwhile, or makes an empty one. Nothing is written to one of a newer
 * version.
 * @throws LibraryError `newer-library`, `library-in-use`; FileError where the system does not let it be opened; SqliteError
 *   for anything else that SQLite says, damage included.
 */
export function connect(path: string, migrations: readonly Migration[]): Database.Database {
  let connection: Database.Database | undefined
  try {
    connection = new Database(path, { timeout: BUSY_TIMEOUT_MS })
    connection.pragma('locking_mode = EXCLUSIVE')
    refuseNewer(path, readVersion(connection), latestVersion(migrations))
    for (const pragma of PRAGMAS) connection.pragma(pragma)
    return connection
  } catch (error) {
    connection?.close()
    throw describeRefusal(path, error)
  }
}

function refuseNewer(path: string, version: number, latest: number): void {
  if (version <= latest) return
  throw new LibraryError('newer-library', sentence('library.newer', { path, version, newest: latest }))
}

/** What another process or the system refused, in words for the user; any other error as it is. */
function describeRefusal(path: string, error: unknown): unknown {
  const code = sqliteCode(error)
  if (code === 'SQLITE_BUSY') return new LibraryError('library-in-use', sentence('library.in-use', { path }), error)
  if (!/^SQLITE_(CANTOPEN|READONLY|PERM)/.test(code)) return error
  return new FileError(sentence('file.cannot-open', { path }), code, error)
}

const TABLES = `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`

/**
 * Checks every page of a database: each table by itself, because the check of the whole also compares the full-text index
 * word by word, which takes as long as all else, and that index can be built anew.
 * @throws DamagedDatabaseError or SqliteError where pages of the file are damaged.
 */
export function checkDatabase(connection: Database.Database): void {
  const tables = z.array(z.string()).parse(connection.prepare(TABLES).pluck().all())
  for (const table of tables) {
    const finding = connection.pragma(`quick_check('${table}')`, { simple: true })
    if (finding !== 'ok') throw new DamagedDatabaseError(String(finding))
  }
}
