import type Database from 'better-sqlite3'
import { open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from '../files/file-error.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The backup made before a migration, which only an older Onestroke could still read. */
export function versionBackupPath(databasePath: string, version: number): string {
  return `${databasePath}.bak-${version}`
}

/** Daily backups, latest first. */
export function dailyBackupPaths(databasePath: string): readonly [latest: string, previous: string] {
  return [`${databasePath}.bak`, `${databasePath}.bak-previous`]
}

/** Copies an open database, while it is being used, to a file that appears whole or not at all. */
export async function backUp(connection: Database.Database, path: string): Promise<void> {
  const unfinished = `${path}.part`
  await connection.backup(unfinished)
  await putInPlace(unfinished, path)
}

/** Syncs a finished file and gives it its name for good. */
export async function putInPlace(unfinished: string, path: string): Promise<void> {
  const file = await open(unfinished, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, path)
  await syncFolderOf(path)
}

async function syncFolderOf(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Makes the daily backup where the latest is older than a day, keeping the one before. */
export async function backUpDaily(connection: Database.Database, databasePath: string, now: number): Promise<void> {
  const [latest, previous] = dailyBackupPaths(databasePath)
  const madeAt = await modifiedAt(latest)
  if (madeAt !== null && now - madeAt < DAY_MS) return
  if (madeAt !== null) await rename(latest, previous)
  await backUp(connection, latest)
}

async function modifiedAt(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
