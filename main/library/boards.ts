import { z } from 'zod'
import type { Board } from '../server/contract/library.ts'
import type { WritableDb } from './database.ts'
import { idRow, seqRow } from './image-rows.ts'
import type { BoardStore } from './library.ts'
import type { GalleryPictures } from './picture-table/gallery-pictures.ts'
import { randomId } from './random-id.ts'

export interface BoardStoreContext {
  readonly db: WritableDb
  readonly pictures: GalleryPictures
  readonly now: () => number
}

const boardRow = z.object({ seq: z.int(), id: z.string(), name: z.string() })

/** Boards that a clause of SQL names. A board's cover is its newest picture. */
function readBoards({ db, pictures }: BoardStoreContext, clause: string, parameters: readonly string[]): Board[] {
  const table = pictures.table()
  const occurring = table.boards.occurring()
  return db.all(boardRow, `SELECT seq, id, name FROM boards ${clause}`, parameters).map(({ seq, id, name }) => {
    const held = occurring.filter(({ value }) => value.includes(seq))
    const last = held.reduce((latest, one) => Math.max(latest, one.last), -1)
    const cover = last < 0 ? null : db.first(idRow, 'SELECT id FROM images WHERE seq = ?', [table.seqAt(last)])
    return { id, name, count: held.reduce((sum, { count }) => sum + count, 0), coverId: cover?.id ?? null }
  })
}

/** Boards, kept in the database. */
export function createBoardStore(context: BoardStoreContext): BoardStore {
  const { db, now } = context
  const read = (id: string): Board | null => readBoards(context, 'WHERE id = ?', [id])[0] ?? null
  return {
    list: () => readBoards(context, 'ORDER BY name COLLATE NOCASE, seq', []),
    get: read,
    create(name) {
      const id = randomId()
      db.run('INSERT INTO boards (id, name, created_at) VALUES (?, ?, ?)', [id, name, now()])
      return { id, name, count: 0, coverId: null }
    },
    rename(id, name) {
      db.run('UPDATE boards SET name = ? WHERE id = ?', [name, id])
      return read(id)
    },
    remove: (id) => db.run('DELETE FROM boards WHERE id = ?', [id]) > 0,
    changeImages(id, change) {
      db.transaction(() => {
        const board = db.first(seqRow, 'SELECT seq FROM boards WHERE id = ?', [id])
        if (board === null) return
        for (const imageId of change.add) {
          db.run(
            `INSERT OR IGNORE INTO board_images (board_seq, image_seq)
             SELECT ?, seq FROM images WHERE id = ? AND deleted_at IS NULL`,
            [board.seq, imageId],
          )
        }
        for (const imageId of change.remove) {
          db.run('DELETE FROM board_images WHERE board_seq = ? AND image_seq = (SELECT seq FROM images WHERE id = ?)', [
            board.seq,
            imageId,
          ])
        }
      })
      return read(id)
    },
  }
}
