import Database from 'better-sqlite3'
import { rmSync } from 'node:fs'
import { z } from 'zod'
import { THUMBNAIL_SIDES, type Thumbnails, type ThumbnailSide } from '../images/thumbnail.ts'
import { saysDamaged, wrapConnection, type WritableDb } from './database.ts'

/** Thumbnails in a database of their own: they can be made again, and would make each backup and check of the library slow. */
export interface ThumbnailDatabase {
  read(imageId: string, side: ThumbnailSide): Uint8Array | null
  write(imageId: string, thumbnails: Thumbnails): void
  remove(imageIds: readonly string[]): void
  close(): void
}

const VERSION = 1
const TABLE = `
  CREATE TABLE thumbnails (
    image_id TEXT NOT NULL,
    side INTEGER NOT NULL,
    webp BLOB NOT NULL,
    PRIMARY KEY (image_id, side)
  ) STRICT`

const webpRow = z.object({ webp: z.instanceof(Uint8Array) })

/** Opens the thumbnails; a file that is damaged or of another version is replaced by an empty one, also while in use. */
export function openThumbnailDatabase(path: string): ThumbnailDatabase {
  let opened = openOrReplace(path)
  const mending = <T>(work: (db: WritableDb) => T): T => {
    try {
      return work(opened.db)
    } catch (error) {
      if (!saysDamaged(error)) throw error
    }
    opened.connection.close()
    removeFiles(path)
    opened = openOrReplace(path)
    return work(opened.db)
  }
  return {
    read: (imageId, side) =>
      mending((db) => db.first(webpRow, 'SELECT webp FROM thumbnails WHERE image_id = ? AND side = ?', [imageId, side]))
        ?.webp ?? null,
    write: (imageId, thumbnails) =>
      mending((db) => {
        const sql = 'INSERT OR REPLACE INTO thumbnails (image_id, side, webp) VALUES (?, ?, ?)'
        db.transaction(() => THUMBNAIL_SIDES.forEach((side) => db.run(sql, [imageId, side, thumbnails[side]])))
      }),
    remove: (imageIds) =>
      mending((db) =>
        db.transaction(() => imageIds.forEach((id) => db.run('DELETE FROM thumbnails WHERE image_id = ?', [id]))),
      ),
    close: () => opened.connection.close(),
  }
}

interface Opened {
  readonly connection: Database.Database
  readonly db: WritableDb
}

function openOrReplace(path: string): Opened {
  try {
    const opened = openFile(path)
    if (opened !== null) return opened
  } catch (error) {
    if (!saysDamaged(error)) throw error
  }
  removeFiles(path)
  const replaced = openFile(path)
  if (replaced === null) throw new Error('A new thumbnail database has a version already')
  return replaced
}

/** Null where the file is of another version. */
function openFile(path: string): Opened | null {
  const connection = new Database(path)
  try {
    connection.pragma('locking_mode = EXCLUSIVE')
    connection.pragma('journal_mode = WAL')
    // What a power cut takes is made again.
    connection.pragma('synchronous = NORMAL')
    const version = connection.pragma('user_version', { simple: true })
    if (version === 0) connection.exec(`BEGIN; ${TABLE}; PRAGMA user_version = ${VERSION}; COMMIT`)
    if (version === 0 || version === VERSION) return { connection, db: wrapConnection(connection) }
  } catch (error) {
    connection.close()
    throw error
  }
  connection.close()
  return null
}

function removeFiles(path: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true })
}
