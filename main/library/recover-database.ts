import Database from 'better-sqlite3'
import { constants } from 'node:fs'
import { access, copyFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { putInPlace } from './backup.ts'
import { checkDatabase, DamagedDatabaseError } from './connection.ts'
import { saysDamaged } from './database.ts'
import { LibraryError } from './library-error.ts'
import type { Recovery } from './library.ts'
import { latestVersion, readVersion, type Migration } from './migrate.ts'

/** SQLite's files beside a database: they belong to it, and to no other that takes its place. */
const COMPANIONS = ['-wal', '-shm', '-journal']

/**
 * Moves a damaged database aside and puts the latest backup that is whole in its place.
 * A crash at any moment leaves either database where `finishRecovery` or the next recovery finds it.
 */
export async function recoverDatabase(path: string, migrations: readonly Migration[], now: number): Promise<Recovery> {
  const restored = await prepareBackup(path, migrations)
  const damagedPath = await freeDamagedPath(path, now)
  for (const companion of COMPANIONS) await renameIfThere(path + companion, damagedPath + companion)
  await rename(path, damagedPath)
  if (restored !== null) await putInPlace(restoringPath(path), path)
  return { damagedPath, restoredFrom: restored?.from ?? null, notice: describeRecovery(path, damagedPath, restored) }
}

/** Takes up a recovery that a crash cut off between its two renames. */
export async function finishRecovery(path: string): Promise<void> {
  if (!(await isThere(path)) && (await isThere(restoringPath(path)))) await putInPlace(restoringPath(path), path)
}

interface Restored {
  readonly from: string
  readonly madeAt: Date
}

function restoringPath(path: string): string {
  return `${path}.restoring`
}

/** Copies the latest backup that is whole to the restoring path. */
async function prepareBackup(path: string, migrations: readonly Migration[]): Promise<Restored | null> {
  const copy = restoringPath(path)
  for (const backup of await backupsOf(path)) {
    // SQLite would take the journal of one candidate for the next one's.
    for (const companion of COMPANIONS) await rm(copy + companion, { force: true })
    await copyFile(backup.from, copy)
    if (isWhole(copy, migrations)) return backup
  }
  await rm(copy, { force: true })
  return null
}

async function backupsOf(path: string): Promise<Restored[]> {
  const names = await readdir(dirname(path))
  const pattern = /^\.bak(-previous|-\d+)?$/
  const backups = names.filter(
    (name) => name.startsWith(basename(path)) && pattern.test(name.slice(basename(path).length)),
  )
  const dated = await Promise.all(
    backups.map(async (name) => {
      const from = join(dirname(path), name)
      return { from, madeAt: (await stat(from)).mtime }
    }),
  )
  return dated.toSorted((a, b) => b.madeAt.getTime() - a.madeAt.getTime())
}

function isWhole(path: string, migrations: readonly Migration[]): boolean {
  const connection = new Database(path)
  try {
    checkDatabase(connection)
    const version = readVersion(connection)
    return version > 0 && version <= latestVersion(migrations)
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  } finally {
    connection.close()
  }
}

/** Whether opening a database failed because of what the file holds. */
export function isDamage(error: unknown): boolean {
  return !(error instanceof LibraryError) && (error instanceof DamagedDatabaseError || saysDamaged(error))
}

async function freeDamagedPath(path: string, now: number): Promise<string> {
  const base = `${path}.damaged-${new Date(now).toISOString().slice(0, 10)}`
  let candidate = base
  for (let number = 2; await isThere(candidate); number++) candidate = `${base}-${number}`
  return candidate
}

function describeRecovery(path: string, damagedPath: string, restored: Restored | null): Sentence {
  const names = { file: basename(path), kept: basename(damagedPath) }
  if (restored === null) return sentence('library.begun-anew', names)
  return sentence('library.restored', { ...names, day: restored.madeAt.toISOString().slice(0, 10) })
}

async function renameIfThere(from: string, to: string): Promise<void> {
  if (await isThere(from)) await rename(from, to)
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path, constants.F_OK)
    return true
  } catch {
    return false
  }
}
