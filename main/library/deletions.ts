import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { WritableDb } from './database.ts'
import { idRow } from './image-rows.ts'
import type { Deletion, LibraryChange } from './library.ts'
import { randomId } from './random-id.ts'
import type { ThumbnailDatabase } from './thumbnail-database.ts'

export interface DeletionContext {
  readonly db: WritableDb
  readonly thumbnails: Pick<ThumbnailDatabase, 'remove'>
  readonly trash: (paths: readonly string[]) => Promise<void>
  readonly now: () => number
  readonly graceMs: number
  readonly onChange: (change: LibraryChange) => void
}

export interface Deletions {
  delete(ids: readonly string[]): Deletion
  undo(undoToken: string): string[]
  /** Takes up deletions of an earlier run, with what is left of their grace period. */
  resume(): void
  /** Ends all grace periods. Returns when the trash has answered. */
  finishAll(): Promise<void>
}

const deletedFile = z
  .object({ id: z.string(), path: z.string(), file_name: z.string() })
  .transform((row) => ({ id: row.id, path: join(row.path, row.file_name) }))
type DeletedFile = z.infer<typeof deletedFile>

const pendingRow = z.object({ undo_token: z.string(), deleted_at: z.int() })

/**
 * Deletes in two steps: pictures are hidden at once, and go to the trash when undoing is over. Their rows are removed after
 * their files, so a crash between the two costs nothing: the deletion is taken up by the next run.
 */
export function createDeletions(context: DeletionContext): Deletions {
  const { db, now, graceMs } = context
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()

  function finish(token: string): Promise<void> {
    clearTimeout(timers.get(token))
    timers.delete(token)
    const known = running.get(token)
    if (known !== undefined) return known
    const work = moveToTrash(context, token).finally(() => running.delete(token))
    running.set(token, work)
    return work
  }

  function schedule(token: string, delayMs: number): void {
    // Where the database cannot be written the pictures stay hidden, and the next run takes the deletion up.
    const timer = setTimeout(() => void finish(token).catch(() => undefined), delayMs)
    // Closing the library finishes what is pending; until then this is no reason to keep the process alive.
    timer.unref()
    timers.set(token, timer)
  }

  return {
    delete(ids) {
      const undoToken = randomId()
      const deletedAt = now()
      const deleted = hide(db, ids, { undoToken, deletedAt })
      if (deleted.length > 0) schedule(undoToken, graceMs)
      return { undoToken, ids: deleted, undoUntil: deletedAt + graceMs }
    },
    undo(undoToken) {
      if (running.has(undoToken)) return []
      clearTimeout(timers.get(undoToken))
      timers.delete(undoToken)
      return db.transaction(() => {
        const ids = db.all(idRow, 'SELECT id FROM images WHERE undo_token = ?', [undoToken]).map((row) => row.id)
        show(db, ids)
        return ids
      })
    },
    resume() {
      for (const { undo_token: token, deleted_at: deletedAt } of readPending(db)) {
        schedule(token, Math.max(0, deletedAt + graceMs - now()))
      }
    },
    async finishAll() {
      for (const { undo_token: token } of readPending(db)) await finish(token)
      await Promise.all(running.values())
    },
  }
}

function readPending(db: WritableDb): z.infer<typeof pendingRow>[] {
  const sql = `SELECT undo_token, max(deleted_at) AS deleted_at FROM images
               WHERE undo_token IS NOT NULL GROUP BY undo_token`
  return db.all(pendingRow, sql)
}

function hide(
  db: WritableDb,
  ids: readonly string[],
  { undoToken, deletedAt }: { readonly undoToken: string; readonly deletedAt: number },
): string[] {
  const sql = 'UPDATE images SET deleted_at = ?, undo_token = ? WHERE id = ? AND deleted_at IS NULL'
  return db.transaction(() => ids.filter((id) => db.run(sql, [deletedAt, undoToken, id]) > 0))
}

function show(db: WritableDb, ids: readonly string[]): void {
  for (const id of ids) db.run('UPDATE images SET deleted_at = NULL, undo_token = NULL WHERE id = ?', [id])
}

/** What the trash took loses its row; what it left is shown again. */
async function moveToTrash(context: DeletionContext, token: string): Promise<void> {
  const { db, thumbnails, trash, onChange } = context
  const files = db.all(
    deletedFile,
    `SELECT id, path, file_name FROM images JOIN folders ON folders.seq = folder_seq WHERE undo_token = ?`,
    [token],
  )
  const reason = await tryTrash(trash, files)
  const kept = files.filter(({ path }) => existsSync(path))
  const gone = files.filter((file) => !kept.includes(file)).map(({ id }) => id)
  thumbnails.remove(gone)
  db.transaction(() => {
    for (const id of gone) db.run('DELETE FROM images WHERE id = ?', [id])
    show(
      db,
      kept.map(({ id }) => id),
    )
  })
  const [first] = kept
  if (first === undefined) return
  onChange({ type: 'deletionFailed', ids: kept.map(({ id }) => id), fileName: basename(first.path), reason })
}

async function tryTrash(trash: DeletionContext['trash'], files: readonly DeletedFile[]): Promise<string | null> {
  const paths = files.map(({ path }) => path).filter((path) => existsSync(path))
  if (paths.length === 0) return null
  try {
    await trash(paths)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
