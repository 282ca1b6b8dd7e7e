import Database from 'better-sqlite3'
import type { Recipe } from '../../../models/recipe/recipe.ts'
import { wrapConnection, type WritableDb } from '../../../main/library/database.ts'
import { migrate } from '../../../main/library/migrate.ts'
import { MIGRATIONS } from '../../../main/library/migrations/all-migrations.ts'
import { openGalleryPictures, type GalleryPictures } from '../../../main/library/picture-table/gallery-pictures.ts'
import { insertPicture } from '../../../main/library/write-images.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'

/** The library's tables, empty, in memory. */
export function openMemoryDatabase(): WritableDb {
  const connection = new Database(':memory:')
  migrate(connection, MIGRATIONS)
  return wrapConnection(connection)
}

/** The same, with what the gallery reads of its pictures. */
export function openMemoryLibrary(): { readonly db: WritableDb; readonly pictures: GalleryPictures } {
  const db = openMemoryDatabase()
  return { db, pictures: openGalleryPictures(db) }
}

let files = 0

/** Adds the row of a picture whose file does not exist. @returns its id. */
export function insertRecipe(db: WritableDb, changes: Partial<Recipe>): string {
  files += 1
  const file = { path: `/pictures/${files}.png`, fileBytes: 1, recipe: exampleRecipe(changes) }
  return insertPicture(db, file, { parentId: null, jobId: null })
}
