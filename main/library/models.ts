import { z } from 'zod'
import { jsonColumn, type SqlValue, type WritableDb } from './database.ts'
import type { InstalledModel, ModelChange, ModelStore } from './library.ts'
import { createModelFolderStore } from './model-folders.ts'
import { randomId } from './random-id.ts'

const flag = z.int().transform((value) => value !== 0)

const modelRow = z
  .object({
    id: z.string(),
    kind: z.enum(['checkpoint', 'lora', 'vae']),
    path: z.string(),
    details: jsonColumn.pipe(z.record(z.string(), z.unknown())),
    added_at: z.int(),
    folder_id: z.string().nullable(),
    missing: flag,
    hidden: flag,
    fingerprint: z.string(),
    file_id: z.string(),
    sha256: z.string().nullable(),
    content_sha256: z.string().nullable(),
  })
  .transform(
    ({
      added_at: addedAt,
      folder_id: folderId,
      file_id: fileId,
      sha256,
      content_sha256: contentSha256,
      ...same
    }): InstalledModel => ({
      ...same,
      addedAt,
      folderId,
      fileId,
      hashes: sha256 === null || contentSha256 === null ? null : { sha256, contentSha256 },
    }),
  )

const MODELS = `
  SELECT models.id, kind, models.path, details, models.added_at, model_folders.id AS folder_id, missing, hidden,
    fingerprint, file_id, sha256, content_sha256
  FROM models LEFT JOIN model_folders ON model_folders.seq = folder_seq`

const FOLDER_SEQ = '(SELECT seq FROM model_folders WHERE id = ?)'

/** The assignments that a change means, and their values. */
function assignmentsOf(change: ModelChange): (readonly [string, readonly SqlValue[]])[] {
  const { kind, path, details, folderId, missing, hidden, fingerprint, fileId, hashes } = change
  const all: (readonly [string, readonly SqlValue[]] | null)[] = [
    kind === undefined ? null : ['kind = ?', [kind]],
    path === undefined ? null : ['path = ?', [path]],
    details === undefined ? null : ['details = ?', [JSON.stringify(details)]],
    folderId === undefined ? null : [`folder_seq = ${FOLDER_SEQ}`, [folderId]],
    missing === undefined ? null : ['missing = ?', [missing ? 1 : 0]],
    hidden === undefined ? null : ['hidden = ?', [hidden ? 1 : 0]],
    fingerprint === undefined ? null : ['fingerprint = ?', [fingerprint]],
    fileId === undefined ? null : ['file_id = ?', [fileId]],
    hashes === undefined
      ? null
      : ['sha256 = ?, content_sha256 = ?', [hashes?.sha256 ?? null, hashes?.contentSha256 ?? null]],
  ]
  return all.filter((assignment) => assignment !== null)
}

/** The rows in memory: the list is asked for often, and may be thousands long. */
function createRows(db: WritableDb) {
  let byId: Map<string, InstalledModel> | null = null
  let byPath = new Map<string, InstalledModel>()
  let list: readonly InstalledModel[] | null = null

  const all = () => {
    if (byId !== null) return byId
    const rows = db.all(modelRow, `${MODELS} ORDER BY models.seq`)
    byPath = new Map(rows.map((row) => [row.path, row]))
    byId = new Map(rows.map((row) => [row.id, row]))
    return byId
  }
  return {
    all,
    at: (path: string) => (all(), byPath.get(path) ?? null),
    list: () => (list ??= [...all().values()]),
    /** Takes over what a statement has made of a row. */
    refresh(id: string): InstalledModel | null {
      const rows = all()
      const before = rows.get(id)
      const row = db.first(modelRow, `${MODELS} WHERE models.id = ?`, [id])
      list = null
      if (before !== undefined && before.path !== row?.path) byPath.delete(before.path)
      if (row === null) rows.delete(id)
      else {
        rows.set(id, row)
        byPath.set(row.path, row)
      }
      return row
    },
    /** Reads all anew when they are asked for next. */
    forget: () => {
      byId = null
      list = null
    },
  }
}

/** Models that are used where they lie, and their folders, kept in `db`. */
export function createModelStores(db: WritableDb, now: () => number) {
  const rows = createRows(db)

  const change: ModelStore['change'] = (id, wanted) => {
    if (!rows.all().has(id)) return null
    const assignments = assignmentsOf(wanted)
    if (assignments.length > 0) {
      const values = assignments.flatMap(([, given]) => given)
      db.run(`UPDATE models SET ${assignments.map(([text]) => text).join(', ')} WHERE id = ?`, [...values, id])
    }
    return rows.refresh(id)
  }

  const models: ModelStore = {
    list: rows.list,
    get: (id) => rows.all().get(id) ?? null,
    at: rows.at,
    add({ kind, path, details, folderId = null, fingerprint = '', fileId = '' }) {
      const known = rows.at(path)
      const id = known?.id ?? randomId()
      if (known === null) {
        db.run(
          `INSERT INTO models (id, kind, path, details, added_at, folder_seq, fingerprint, file_id)
           VALUES (?, ?, ?, ?, ?, ${FOLDER_SEQ}, ?, ?)`,
          [id, kind, path, JSON.stringify(details), now(), folderId, fingerprint, fileId],
        )
      }
      // It may be another file by now: the hashes are those of the earlier one.
      const isSame = fingerprint !== '' && fingerprint === known?.fingerprint
      const forgotten = isSame ? {} : { hashes: null }
      const read = { kind, details, fingerprint, fileId, missing: false, hidden: false, ...forgotten }
      const added = known === null ? rows.refresh(id) : change(id, read)
      if (added === null) throw new Error('A model that was added is not there')
      return added
    },
    change,
    remove(id) {
      const removed = db.run('DELETE FROM models WHERE id = ?', [id]) > 0
      rows.refresh(id)
      return removed
    },
    together(work) {
      try {
        return db.transaction(work)
      } catch (error) {
        rows.forget()
        throw error
      }
    },
  }
  return { models, modelFolders: createModelFolderStore(db, now, rows.forget) }
}
