import { z } from 'zod'
import type { Board } from '../server/contract/library.ts'
import type { ReadableDb, WritableDb } from './database.ts'
import { seqRow } from './image-rows.ts'
import type { BoardStore } from './library.ts'
import { randomId } from './random-id.ts'

const boardRow = z
  .object({ id: z.string(), name: z.string(), count: z.int(), cover_id: z.string().nullable() })
  .transform(({ cover_id: coverId, ...same }): Board => ({ ...same, coverId }))

/** A board's cover is its newest picture. */
const BOARDS = `
  SELECT id, name,
    (SELECT count(*) FROM board_images JOIN visible_images ON visible_images.seq = image_seq
      WHERE board_seq = boards.seq) AS count,
    (SELECT visible_images.id FROM board_images JOIN visible_images ON visible_images.seq = image_seq
      WHERE board_seq = boards.seq ORDER BY image_seq DESC LIMIT 1) AS cover_id
  FROM boards`

function readBoard(db: ReadableDb, id: string): Board | null {
  return db.first(boardRow, `${BOARDS} WHERE id = ?`, [id])
}

/** Boards, kept in `db`. */
export function createBoardStore(db: WritableDb, now: () => number): BoardStore {
  return {
    list: () => db.all(boardRow, `${BOARDS} ORDER BY name COLLATE NOCASE, seq`),
    get: (id) => readBoard(db, id),
    create(name) {
      const id = randomId()
      db.run('INSERT INTO boards (id, name, created_at) VALUES (?, ?, ?)', [id, name, now()])
      return { id, name, count: 0, coverId: null }
    },
    rename(id, name) {
      db.run('UPDATE boards SET name = ? WHERE id = ?', [name, id])
      return readBoard(db, id)
    },
    remove: (id) => db.run('DELETE FROM boards WHERE id = ?', [id]) > 0,
    changeImages: (id, change) =>
      db.transaction(() => {
        const board = db.first(seqRow, 'SELECT seq FROM boards WHERE id = ?', [id])
        if (board === null) return null
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
        return readBoard(db, id)
      }),
  }
}
