import { z } from 'zod'
import type { ReadableDb, WritableDb } from './database.ts'
import { IMAGE_COLUMNS, imageRow, seqRow } from './image-rows.ts'
import { folderSeq, type PictureFile } from './write-images.ts'
import { basename, dirname } from 'node:path'
import type { Image } from '../server/contract/library.ts'

const knownFile = z.object({
  seq: z.int(),
  id: z.string(),
  file_name: z.string(),
  file_bytes: z.int(),
  present: z.int(),
  deleted: z.int(),
})

/** A row's file, as the library last saw it. */
export type KnownFile = z.infer<typeof knownFile>

/** All rows of a folder: one present row at most for each name, and any number whose files are gone. */
export function readKnownFiles(db: ReadableDb, folder: string): KnownFile[] {
  // Written as two so that each can use its partial index.
  const select = (present: 0 | 1) => `
    SELECT seq, id, file_name, file_bytes, present, deleted_at IS NOT NULL AS deleted FROM images
    WHERE folder_seq = (SELECT seq FROM folders WHERE path = ?) AND present = ${present}`
  return db.all(knownFile, `${select(1)} UNION ALL ${select(0)}`, [folder, folder])
}

const pathRow = z.object({ path: z.string() })

/** The folders that hold pictures of the library. */
export function readFolders(db: ReadableDb): string[] {
  return db.all(pathRow, 'SELECT path FROM folders').map(({ path }) => path)
}

export function setPresent(db: WritableDb, files: readonly KnownFile[], present: boolean): void {
  const sql = 'UPDATE images SET present = ? WHERE seq = ?'
  db.transaction(() => files.forEach(({ seq }) => db.run(sql, [present ? 1 : 0, seq])))
}

/**
 * Gives a file that was found to the row that misses it: one of the same pixels, made at the same moment.
 * @returns the picture; null where no row misses this file.
 */
export function reattach(db: WritableDb, { path, fileBytes, recipe }: PictureFile): Image | null {
  const row = db.first(
    seqRow,
    'SELECT seq FROM images WHERE pixel_sha256 = ? AND created_at = ? AND present = 0 AND deleted_at IS NULL LIMIT 1',
    [recipe.result.pixelSha256, Date.parse(recipe.createdAt)],
  )
  if (row === null) return null
  db.run('UPDATE images SET folder_seq = ?, file_name = ?, file_bytes = ?, present = 1 WHERE seq = ?', [
    folderSeq(db, dirname(path)),
    basename(path),
    fileBytes,
    row.seq,
  ])
  return db.first(imageRow, `SELECT ${IMAGE_COLUMNS} FROM images WHERE seq = ?`, [row.seq])
}
