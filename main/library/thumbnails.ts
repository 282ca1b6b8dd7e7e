import { readFile } from 'node:fs/promises'
import { errorCode } from '../files/file-error.ts'
import { ImageError } from '../images/image-error.ts'
import { makeThumbnails, type Thumbnails } from '../images/thumbnail.ts'
import type { ReadableDb } from './database.ts'
import type { ThumbnailStore } from './library.ts'
import { readImagePath } from './read-images.ts'
import type { ThumbnailDatabase } from './thumbnail-database.ts'

/** Stored thumbnails, and those that are made when they are first asked for. */
export function createThumbnailStore(db: ReadableDb, stored: ThumbnailDatabase): ThumbnailStore {
  const inWork = new Map<string, Promise<Thumbnails | null>>()

  function make(id: string): Promise<Thumbnails | null> {
    const known = inWork.get(id)
    if (known !== undefined) return known
    const work = makeAndStore(id).finally(() => inWork.delete(id))
    inWork.set(id, work)
    return work
  }

  async function makeAndStore(id: string): Promise<Thumbnails | null> {
    const path = readImagePath(db, id)
    if (path === null) return null
    const thumbnails = await tryMaking(path)
    if (thumbnails !== null && readImagePath(db, id) !== null) stored.write(id, thumbnails)
    return thumbnails
  }

  return { get: async (id, side) => stored.read(id, side) ?? (await make(id))?.[side] ?? null }
}

async function tryMaking(path: string): Promise<Thumbnails | null> {
  try {
    return await makeThumbnails(await readFile(path))
  } catch (error) {
    if (error instanceof ImageError || errorCode(error) !== 'UNKNOWN') return null
    throw error
  }
}
