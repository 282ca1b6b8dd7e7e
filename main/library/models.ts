import { z } from 'zod'
import { jsonColumn, type WritableDb } from './database.ts'
import type { InstalledModel, ModelStore } from './library.ts'
import { randomId } from './random-id.ts'

const modelRow = z
  .object({
    id: z.string(),
    kind: z.enum(['checkpoint', 'lora']),
    path: z.string(),
    details: jsonColumn.pipe(z.record(z.string(), z.unknown())),
    added_at: z.int(),
  })
  .transform(({ added_at: addedAt, ...same }): InstalledModel => ({ ...same, addedAt }))

const MODELS = 'SELECT id, kind, path, details, added_at FROM models'

/** Models that were added in place, kept in `db`. */
export function createModelStore(db: WritableDb, now: () => number): ModelStore {
  return {
    list: () => db.all(modelRow, `${MODELS} ORDER BY seq`),
    get: (id) => db.first(modelRow, `${MODELS} WHERE id = ?`, [id]),
    add: ({ kind, path, details }) =>
      db.transaction(() => {
        db.run(
          `INSERT INTO models (id, kind, path, details, added_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, details = excluded.details`,
          [randomId(), kind, path, JSON.stringify(details), now()],
        )
        return modelRow.parse(db.first(z.unknown(), `${MODELS} WHERE path = ?`, [path]))
      }),
    remove: (id) => db.run('DELETE FROM models WHERE id = ?', [id]) > 0,
  }
}
