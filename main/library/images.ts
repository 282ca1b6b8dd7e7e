import { stat } from 'node:fs/promises'
import { saysDiskFull } from '../files/disk-full.ts'
import { describeFileError } from '../files/file-error.ts'
import type { WritableDb } from './database.ts'
import type { Deletions } from './deletions.ts'
import type { ImageStore } from './library.ts'
import type { GalleryPictures } from './picture-table/gallery-pictures.ts'
import { readDetail, readImage, readImagePath, readPage, readPathsOfPixels, readRecipe } from './read-images.ts'
import { countDays, countFacets } from './summaries.ts'
import type { ThumbnailDatabase } from './thumbnail-database.ts'
import { changeImages, insertPicture } from './write-images.ts'

export interface ImageStoreContext {
  readonly db: WritableDb
  readonly pictures: GalleryPictures
  readonly thumbnails: ThumbnailDatabase
  readonly deletions: Deletions
}

/** Pictures, kept in `db`. */
export function createImageStore({ db, pictures, thumbnails, deletions }: ImageStoreContext): ImageStore {
  return {
    async add({ path, recipe, thumbnails: made, parentId, jobId }) {
      const id = insertPicture(db, { path, recipe, fileBytes: await fileBytes(path) }, { parentId, jobId })
      if (made !== null) writeWhereThereIsRoom(() => thumbnails.write(id, made))
      const image = readImage(db, id)
      if (image === null) throw new Error(`The picture ${id} was deleted while it was added`)
      return image
    },
    page: (query, at) => readPage(db, pictures, query, at),
    days: (query) => countDays(pictures.table(), pictures.match(query), query.sort),
    facets: () => countFacets(pictures.table()),
    count: () => pictures.table().count,
    get: (id) => readImage(db, id),
    detail: (id) => readDetail(db, id),
    recipe: (id) => readRecipe(db, id),
    path: (id) => readImagePath(db, id),
    pathsOfPixels: (sha256) => readPathsOfPixels(db, sha256),
    change: (ids, change) => changeImages(db, ids, change),
    delete: (ids) => deletions.delete(ids),
    undoDelete: (undoToken) => deletions.undo(undoToken),
  }
}

/** Thumbnails are made again when they are asked for; a full disk must not cost the picture. */
function writeWhereThereIsRoom(write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!saysDiskFull(error)) throw error
  }
}

async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    throw describeFileError(error, path, 'read')
  }
}
