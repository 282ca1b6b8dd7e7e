import { z } from 'zod'
import type { WritableDb } from './database.ts'
import { countRow, idRow } from './image-rows.ts'
import { readJob, readJobs } from './job-rows.ts'
import type { JobStore, NewJob } from './library.ts'
import { randomId } from './random-id.ts'

const MOST_FINISHED = 500
const FINISHED = `state NOT IN ('waiting', 'running')`

const rangeRow = z.object({ first: z.int().nullable(), last: z.int().nullable() })

/** The smallest and largest positions of waiting jobs; 0 and 0 where there is none. */
function waitingRange(db: WritableDb): { first: number; last: number } {
  const sql = `SELECT min(position) AS first, max(position) AS last FROM jobs WHERE state = 'waiting'`
  const range = db.first(rangeRow, sql)
  return { first: range?.first ?? 0, last: range?.last ?? 0 }
}

function insertJob(db: WritableDb, job: NewJob, at: { position: number; createdAt: number }): string {
  const id = randomId()
  db.run(
    `INSERT INTO jobs (id, kind, state, position, request, seed, source_id, created_at)
     VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?)`,
    [id, job.kind, at.position, JSON.stringify(job.request), job.seed, job.sourceId, at.createdAt],
  )
  return id
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}

function forgetOldJobs(db: WritableDb): void {
  db.run(
    `DELETE FROM jobs WHERE seq IN (
       SELECT seq FROM jobs WHERE ${FINISHED} ORDER BY finished_at DESC, seq DESC LIMIT -1 OFFSET ${MOST_FINISHED})`,
  )
}

/** The queue, kept in `db`. */
export function createJobStore(db: WritableDb, now: () => number): JobStore {
  /** Runs a statement that names the job last; null where it changed nothing. */
  const change = (sql: string, parameters: readonly (string | number | null)[], id: string) =>
    db.run(sql, [...parameters, id]) === 0 ? null : readJob(db, id)
  return {
    insert: (jobs, place) =>
      db.transaction(() => {
        const { first, last } = waitingRange(db)
        const start = place === 'end' ? last + 1 : first - jobs.length
        const ids = jobs.map((job, index) => insertJob(db, job, { position: start + index, createdAt: now() }))
        return ids.map((id) => readJob(db, id)).filter((job) => job !== null)
      }),
    get: (id) => readJob(db, id),
    active: () => readJobs(db, `WHERE state IN ('waiting', 'running') ORDER BY state = 'waiting', position`),
    recent: (limit) => readJobs(db, `WHERE ${FINISHED} ORDER BY finished_at DESC, seq DESC LIMIT ?`, [limit]),
    // Not limited to one: a row that cannot be read must not hold up those behind it.
    nextWaiting: () => readJobs(db, `WHERE state = 'waiting' ORDER BY position`)[0] ?? null,
    start: (id) =>
      change(`UPDATE jobs SET state = 'running', started_at = ? WHERE state = 'waiting' AND id = ?`, [now()], id),
    setSeed: (id, seed) => change('UPDATE jobs SET seed = ? WHERE id = ?', [seed], id),
    picturesMade: (id) => db.first(countRow, 'SELECT pictures_made AS count FROM jobs WHERE id = ?', [id])?.count ?? 0,
    finish: (id, { state, error = null, comparison = null, latentKept = false }) =>
      db.transaction(() => {
        const finished = change(
          `UPDATE jobs SET state = ?, error = ?, comparison = ?, latent_kept = ?, finished_at = ?
           WHERE state IN ('waiting', 'running') AND id = ?`,
          [state, jsonOrNull(error), jsonOrNull(comparison), latentKept ? 1 : 0, now()],
          id,
        )
        forgetOldJobs(db)
        return finished
      }),
    requeue: (id) =>
      change(
        `UPDATE jobs SET state = 'waiting', started_at = NULL, position = ? WHERE state = 'running' AND id = ?`,
        [waitingRange(db).first - 1],
        id,
      ),
    moveNext: (id) =>
      change(`UPDATE jobs SET position = ? WHERE state = 'waiting' AND id = ?`, [waitingRange(db).first - 1], id),
    reorder: (ids) =>
      db.transaction(() => {
        const waiting = db.all(idRow, `SELECT id FROM jobs WHERE state = 'waiting' ORDER BY position`)
        const named = new Set(ids)
        const order = [...named, ...waiting.map((job) => job.id).filter((id) => !named.has(id))]
        order.forEach((id, position) =>
          db.run(`UPDATE jobs SET position = ? WHERE state = 'waiting' AND id = ?`, [position, id]),
        )
      }),
    cancelWaiting: () =>
      db.transaction(() => {
        const waiting = db.all(idRow, `SELECT id FROM jobs WHERE state = 'waiting' ORDER BY position`)
        db.run(`UPDATE jobs SET state = 'cancelled', finished_at = ? WHERE state = 'waiting'`, [now()])
        forgetOldJobs(db)
        return waiting.map((job) => job.id)
      }),
  }
}
