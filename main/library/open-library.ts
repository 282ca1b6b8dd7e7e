import { backUpDaily } from './backup.ts'
import { createBoardStore } from './boards.ts'
import { wrapConnection } from './database.ts'
import { createDeletions } from './deletions.ts'
import { createImageStore } from './images.ts'
import { createJobStore } from './jobs.ts'
import type { Library, LibraryOptions, ReconcileReport } from './library.ts'
import { MIGRATIONS } from './migrations/all-migrations.ts'
import { createModelStores } from './models.ts'
import { openDatabase } from './open-database.ts'
import { openGalleryPictures } from './picture-table/gallery-pictures.ts'
import { reconcile } from './reconcile.ts'
import { createPromptHistory, createValueStore } from './stored-values.ts'
import { openThumbnailDatabase } from './thumbnail-database.ts'
import { createThumbnailStore } from './thumbnails.ts'

const GRACE_MS = 30_000

/**
 * Opens the library, or makes an empty one.
 * @throws LibraryError `newer-library`, `library-in-use`; FileError where its folder cannot be written.
 */
export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { databasePath, trash, now = Date.now, graceMs = GRACE_MS, onChange = () => undefined } = options
  const { connection, recovery } = await openDatabase(databasePath, MIGRATIONS, now())
  const db = wrapConnection(connection)
  const thumbnails = openThumbnailDatabase(`${databasePath}.thumbnails`)
  const deletions = createDeletions({ db, thumbnails, trash, now, graceMs, onChange })
  deletions.resume()
  const pictures = openGalleryPictures(db)
  const closing = new AbortController()
  const inWork = new Set<Promise<unknown>>()
  const untilClosed = async <T>(work: Promise<T>): Promise<T> => {
    inWork.add(work)
    try {
      return await work
    } finally {
      inWork.delete(work)
    }
  }
  return {
    images: createImageStore({ db, pictures, thumbnails, deletions }),
    thumbnails: createThumbnailStore(db, thumbnails),
    boards: createBoardStore({ db, pictures, now }),
    jobs: createJobStore(db, now),
    ...createModelStores(db, now),
    values: createValueStore(db),
    promptHistory: createPromptHistory(db),
    recovery,
    reconcile: (signal): Promise<ReconcileReport> => {
      const stop = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal])
      return untilClosed(reconcile({ db, picturesFolder: options.picturesFolder, now, onChange }, stop))
    },
    backUpDaily: () => untilClosed(backUpDaily(connection, databasePath, now())),
    async close() {
      closing.abort()
      await Promise.allSettled(inWork)
      try {
        await deletions.finishAll()
      } finally {
        connection.close()
        thumbnails.close()
      }
    },
  }
}
