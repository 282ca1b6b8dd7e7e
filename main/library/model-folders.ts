import { z } from 'zod'
import type { WritableDb } from './database.ts'
import type { ModelFolderStore, StoredModelFolder } from './library.ts'
import { randomId } from './random-id.ts'

const folderRow: z.ZodType<StoredModelFolder> = z.object({
  id: z.string(),
  path: z.string(),
  program: z.string().nullable(),
})

const FOLDERS = 'SELECT id, path, program FROM model_folders'

/** @param onRemoved is called when rows of models went with their folder */
export function createModelFolderStore(db: WritableDb, now: () => number, onRemoved: () => void): ModelFolderStore {
  return {
    list: () => db.all(folderRow, `${FOLDERS} ORDER BY seq`),
    add: ({ path, program }) =>
      db.transaction(() => {
        db.run(
          `INSERT INTO model_folders (id, path, program, added_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (path) DO UPDATE SET program = excluded.program`,
          [randomId(), path, program, now()],
        )
        const folder = db.first(folderRow, `${FOLDERS} WHERE path = ?`, [path])
        if (folder === null) throw new Error('A folder that was added is not there')
        return folder
      }),
    remove(id) {
      const removed = db.run('DELETE FROM model_folders WHERE id = ?', [id]) > 0
      onRemoved()
      return removed
    },
  }
}
