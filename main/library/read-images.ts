import { join } from 'node:path'
import { z } from 'zod'
import { parseRecipe, RecipeError, type Recipe } from '../../models/recipe/recipe.ts'
import { writeInfotext } from '../images/write-infotext.ts'
import type { Image, ImageDetail, ImageQuery } from '../server/contract/library.ts'
import { jsonColumn, type ReadableDb } from './database.ts'
import { idRow, IMAGE_COLUMNS, imageRow } from './image-rows.ts'
import type { ImagePage, PageBounds } from './library.ts'
import { readCursor, writeCursor } from './page-cursor.ts'
import type { GalleryPictures } from './picture-table/gallery-pictures.ts'
import { placesOfPage, positionOf } from './picture-table/page-places.ts'

/** @throws LibraryError `bad-cursor` */
export function readPage(
  db: ReadableDb,
  pictures: GalleryPictures,
  query: ImageQuery,
  { cursor, offset = 0, limit }: PageBounds,
): ImagePage {
  const after = cursor === undefined ? null : readCursor(query.sort, cursor)
  const table = pictures.table()
  const matches = pictures.match(query)
  // One more than asked for tells whether there is a next page.
  const found = placesOfPage(table, matches, { sort: query.sort, after, offset, limit: limit + 1 })
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = found.length > shown.length && last !== undefined
  return {
    images: readImages(
      db,
      shown.map((place) => table.seqAt(place)),
    ),
    nextCursor: hasMore ? writeCursor(query.sort, positionOf(table, last)) : null,
    total: matches.total,
  }
}

function readImages(db: ReadableDb, seqs: readonly number[]): Image[] {
  const sql = `
    SELECT ${IMAGE_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN images ON images.seq = wanted.value ORDER BY wanted.key`
  return db.all(imageRow, sql, [JSON.stringify(seqs)])
}

/** A picture of the gallery; null where the id is unknown or its picture is deleted. */
export function readImage(db: ReadableDb, id: string): Image | null {
  const sql = `SELECT ${IMAGE_COLUMNS} FROM images WHERE id = ? AND deleted_at IS NULL`
  return db.first(imageRow, sql, [id])
}

const fileRow = z
  .object({ path: z.string(), file_name: z.string() })
  .transform((row) => ({ path: join(row.path, row.file_name) }))

/** Where a picture's file lies, deleted ones included. */
export function readImagePath(db: ReadableDb, id: string): string | null {
  const sql = `SELECT path, file_name FROM images JOIN folders ON folders.seq = folder_seq WHERE id = ?`
  return db.first(fileRow, sql, [id])?.path ?? null
}

/** The files of pictures with these pixels, but not those that are to be deleted. */
export function readPathsOfPixels(db: ReadableDb, sha256: string): string[] {
  const sql = `SELECT path, file_name FROM images JOIN folders ON folders.seq = folder_seq
               WHERE pixel_sha256 = ? AND present = 1 AND deleted_at IS NULL`
  return db.all(fileRow, sql, [sha256]).map(({ path }) => path)
}

const recipeRow = z.object({ json: jsonColumn })

/** A picture's recipe; null also where it was written by a newer Onestroke. */
export function readRecipe(db: ReadableDb, id: string): Recipe | null {
  const sql = `SELECT json FROM recipes WHERE image_seq = (SELECT seq FROM images WHERE id = ? AND deleted_at IS NULL)`
  const row = db.first(recipeRow, sql, [id])
  if (row === null) return null
  try {
    return parseRecipe(row.json)
  } catch (error) {
    if (error instanceof RecipeError) return null
    throw error
  }
}

const detailRow = z.object({
  seq: z.int(),
  negative_prompt: z.string().nullable(),
  file_name: z.string(),
  path: z.string(),
  file_bytes: z.int(),
  pixel_sha256: z.string(),
  parent_id: z.string().nullable(),
})

const DETAIL = `
  SELECT images.seq, images.negative_prompt, images.file_name, folders.path, images.file_bytes, images.pixel_sha256,
    (SELECT id FROM images AS parent WHERE parent.seq = images.parent_seq AND parent.deleted_at IS NULL) AS parent_id
  FROM images JOIN folders ON folders.seq = images.folder_seq WHERE images.id = ?`

/** Everything about a picture of the gallery; null where `readImage` is. */
export function readDetail(db: ReadableDb, id: string): ImageDetail | null {
  const image = readImage(db, id)
  const row = db.first(detailRow, DETAIL, [id])
  if (image === null || row === null) return null
  const recipe = readRecipe(db, id)
  const boards = db.all(
    idRow,
    'SELECT boards.id FROM board_images JOIN boards ON boards.seq = board_seq WHERE image_seq = ? ORDER BY boards.seq',
    [row.seq],
  )
  const children = db.all(idRow, 'SELECT id FROM images WHERE parent_seq = ? AND deleted_at IS NULL ORDER BY seq', [
    row.seq,
  ])
  return {
    ...image,
    negativePrompt: row.negative_prompt,
    recipe,
    infotext: recipe === null ? '' : writeInfotext(recipe),
    fileName: row.file_name,
    path: join(row.path, row.file_name),
    fileBytes: row.file_bytes,
    pixelSha256: row.pixel_sha256,
    device: recipe === null ? '' : `${recipe.device.name} (${recipe.device.provider})`,
    totalMs: recipe === null ? 0 : Object.values(recipe.timings).reduce((sum, ms) => sum + ms, 0),
    boardIds: boards.map((board) => board.id),
    draft: false,
    parentId: row.parent_id,
    childIds: children.map((child) => child.id),
  }
}
