import { basename, dirname } from 'node:path'
import { z } from 'zod'
import type { Recipe } from '../../models/recipe/recipe.ts'
import type { WritableDb } from './database.ts'
import { idRow, seqRow } from './image-rows.ts'
import type { ImageChange } from './library.ts'
import { randomId } from './random-id.ts'
import { seqAt, SEQS_PER_MS } from './time-order.ts'

/** A picture file and the recipe that its row is made from. */
export interface PictureFile {
  readonly path: string
  readonly fileBytes: number
  readonly recipe: Recipe
}

/** What links a picture to others. */
export interface PictureLinks {
  readonly parentId: string | null
  readonly jobId: string | null
}

/** The key of a folder's row, made where it is new. */
export function folderSeq(db: WritableDb, path: string): number {
  const known = db.first(seqRow, 'SELECT seq FROM folders WHERE path = ?', [path])
  return known?.seq ?? db.insert('INSERT INTO folders (path) VALUES (?)', [path])
}

/**
 * Writes the row of a picture. A row of the same file is kept where it is of the same picture; where another picture had
 * that name, its file is gone.
 * @returns the picture's id.
 */
export function insertPicture(db: WritableDb, file: PictureFile, links: PictureLinks): string {
  return db.transaction(() => {
    const folder = folderSeq(db, dirname(file.path))
    const id = keepSamePicture(db, folder, file) ?? insertRow(db, folder, file)
    linkPicture(db, id, links)
    return id
  })
}

const sameFileRow = z.object({ seq: z.int(), id: z.string(), pixel_sha256: z.string(), created_at: z.int() })

function keepSamePicture(db: WritableDb, folder: number, { path, recipe }: PictureFile): string | null {
  const row = db.first(
    sameFileRow,
    'SELECT seq, id, pixel_sha256, created_at FROM images WHERE folder_seq = ? AND file_name = ? AND present = 1',
    [folder, basename(path)],
  )
  if (row === null) return null
  const isSame = row.pixel_sha256 === recipe.result.pixelSha256 && row.created_at === Date.parse(recipe.createdAt)
  if (isSame) return row.id
  db.run('UPDATE images SET present = 0 WHERE seq = ?', [row.seq])
  return null
}

function insertRow(db: WritableDb, folder: number, { path, fileBytes, recipe }: PictureFile): string {
  const createdAt = Date.parse(recipe.createdAt)
  const seq = freeSeq(db, createdAt)
  const columns = {
    seq,
    id: randomId(),
    folder_seq: folder,
    file_name: basename(path),
    file_bytes: fileBytes,
    width: recipe.width,
    height: recipe.height,
    seed: recipe.seed,
    steps: recipe.scheduler.steps,
    prompt: recipe.prompt,
    negative_prompt: recipe.negativePrompt,
    model_name: recipe.model.name,
    pixel_sha256: recipe.result.pixelSha256,
    created_at: createdAt,
  }
  const names = Object.keys(columns)
  const places = names.map(() => '?').join(', ')
  db.run(`INSERT INTO images (${names.join(', ')}) VALUES (${places})`, Object.values(columns))
  db.run('INSERT INTO recipes (image_seq, json) VALUES (?, ?)', [seq, JSON.stringify(recipe)])
  for (const { name } of recipe.loras) {
    db.run('INSERT OR IGNORE INTO image_loras (name, image_seq) VALUES (?, ?)', [name, seq])
  }
  return columns.id
}

/** The first free row id of a moment or, for the thousandth picture of one millisecond, of the next. */
function freeSeq(db: WritableDb, createdAt: number): number {
  for (let start = seqAt(createdAt); ; start += SEQS_PER_MS) {
    const sql = 'SELECT max(seq) AS seq FROM images WHERE seq >= ? AND seq < ?'
    const last = db.first(lastSeqRow, sql, [start, start + SEQS_PER_MS])?.seq ?? null
    if (last === null) return start
    if (last + 1 < start + SEQS_PER_MS) return last + 1
  }
}

const lastSeqRow = z.object({ seq: z.int().nullable() })

function linkPicture(db: WritableDb, id: string, { parentId, jobId }: PictureLinks): void {
  if (parentId !== null) {
    db.run('UPDATE images SET parent_seq = (SELECT seq FROM images WHERE id = ?) WHERE id = ?', [parentId, id])
  }
  if (jobId !== null) {
    db.run('UPDATE images SET job_seq = (SELECT seq FROM jobs WHERE id = ?) WHERE id = ?', [jobId, id])
    db.run('UPDATE jobs SET pictures_made = pictures_made + 1 WHERE id = ?', [jobId])
  }
}

/** @returns the ids among them that the gallery holds. */
export function changeImages(db: WritableDb, ids: readonly string[], { starred, rating }: ImageChange): string[] {
  return db.transaction(() =>
    ids.filter((id) => {
      if (db.first(idRow, 'SELECT id FROM images WHERE id = ? AND deleted_at IS NULL', [id]) === null) return false
      if (starred !== undefined) db.run('UPDATE images SET starred = ? WHERE id = ?', [starred ? 1 : 0, id])
      if (rating !== undefined) db.run('UPDATE images SET rating = ? WHERE id = ?', [rating, id])
      return true
    }),
  )
}
