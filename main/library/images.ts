import { stat } from 'node:fs/promises'
import { saysDiskFull } from '../files/disk-full.ts'
import { describeFileError } from '../files/file-error.ts'
import type { ImageQuery } from '../server/contract/library.ts'
import type { ReadableDb, WritableDb } from './database.ts'
import type { Deletions } from './deletions.ts'
import type { ImageStore } from './library.ts'
import { readDetail, readImage, readImagePath, readPage, readPathsOfPixels, readRecipe } from './read-images.ts'
import { countImages, readDays, readFacets } from './summaries.ts'
import type { ThumbnailDatabase } from './thumbnail-database.ts'
import { changeImages, insertPicture } from './write-images.ts'

/** Pictures, kept in `db`. */
export function createImageStore(db: WritableDb, thumbnails: ThumbnailDatabase, deletions: Deletions): ImageStore {
  const remember = createMemory(db)
  const count = (query: ImageQuery) => remember(`count ${JSON.stringify(query)}`, () => countImages(db, query))
  return {
    async add({ path, recipe, thumbnails: made, parentId, jobId }) {
      const id = insertPicture(db, { path, recipe, fileBytes: await fileBytes(path) }, { parentId, jobId })
      if (made !== null) writeWhereThereIsRoom(() => thumbnails.write(id, made))
      const image = readImage(db, id)
      if (image === null) throw new Error(`The picture ${id} was deleted while it was added`)
      return image
    },
    page: (query, at) => ({ ...readPage(db, query, at), total: count(query) }),
    days: (query) => remember(`days ${JSON.stringify(query)}`, () => readDays(db, query)),
    facets: () => remember('facets', () => readFacets(db)),
    count: () => count({ sort: 'newest' }),
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

const MOST_REMEMBERED = 100

/** Keeps results until anything is written: pages of one query all ask for the same total. */
function createMemory(db: ReadableDb): <T>(name: string, read: () => T) => T {
  const results = new Map<string, unknown>()
  let writtenAt = -1
  return <T>(name: string, read: () => T): T => {
    if (writtenAt !== db.changes() || results.size >= MOST_REMEMBERED) results.clear()
    writtenAt = db.changes()
    if (!results.has(name)) results.set(name, read())
    return results.get(name) as T
  }
}

async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    throw describeFileError(error, path, 'read')
  }
}
