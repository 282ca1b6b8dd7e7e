import type Database from 'better-sqlite3'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describeFileError } from '../files/file-error.ts'
import { backUp, versionBackupPath } from './backup.ts'
import { checkDatabase, connect } from './connection.ts'
import type { Recovery } from './library.ts'
import { latestVersion, migrate, readVersion, type Migration } from './migrate.ts'
import { finishRecovery, isDamage, recoverDatabase } from './recover-database.ts'

export interface OpenedDatabase {
  readonly connection: Database.Database
  readonly recovery: Recovery | null
}

/**
 * Opens the library's database: checks it, replaces a damaged one by its backup, and brings an older one to this version
 * after a backup of its own.
 * @throws LibraryError `newer-library`, `library-in-use`; FileError where its folder cannot be made.
 */
export async function openDatabase(
  path: string,
  migrations: readonly Migration[],
  now: number,
): Promise<OpenedDatabase> {
  try {
    await mkdir(dirname(path), { recursive: true })
  } catch (error) {
    throw describeFileError(error, dirname(path), 'written')
  }
  await finishRecovery(path)
  try {
    return { connection: await openWhole(path, migrations), recovery: null }
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  const recovery = await recoverDatabase(path, migrations, now)
  return { connection: await openWhole(path, migrations), recovery }
}

async function openWhole(path: string, migrations: readonly Migration[]): Promise<Database.Database> {
  const connection = connect(path, migrations)
  try {
    checkDatabase(connection)
    const version = readVersion(connection)
    const isOlder = version > 0 && version < latestVersion(migrations)
    if (isOlder) await backUp(connection, versionBackupPath(path, version))
    migrate(connection, migrations)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}
