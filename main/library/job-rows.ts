import { z } from 'zod'
import { foreignText } from '../../models/sentences/sentence.ts'
import { sentenceSchema } from '../server/contract/common.ts'
import { jobSchema, type Job } from '../server/contract/generation.ts'
import { jsonColumn, type ReadableDb, type SqlParameters } from './database.ts'

/** Older libraries hold plain texts. */
const storedSentence = z.union([sentenceSchema, z.string().transform(foreignText)])

const storedComparison = z.looseObject({ changed: z.array(storedSentence) })

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A text that reads as JSON of another kind is a text all the same. */
const storedError = z.string().transform((text) => storedSentence.catch(foreignText(text)).parse(jsonOrText(text)))

const storedJob = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  request: jsonColumn,
  seed: z.int().nullable(),
  image_ids: jsonColumn,
  source_id: z.string().nullable(),
  comparison: jsonColumn.nullable(),
  error: storedError.nullable(),
  latent_kept: z.int(),
  created_at: z.int(),
  started_at: z.int().nullable(),
  finished_at: z.int().nullable(),
})

const JOBS = `
  SELECT id, kind, state, request, seed, source_id, comparison, error, latent_kept, created_at, started_at, finished_at,
    (SELECT json_group_array(images.id ORDER BY images.seq) FROM images
      WHERE job_seq = jobs.seq AND deleted_at IS NULL) AS image_ids
  FROM jobs`

/** A job as the contract has it; null where its request was written by another version of Onestroke and means nothing now. */
function toJob(row: z.infer<typeof storedJob>): Job | null {
  const parsed = jobSchema.safeParse({
    id: row.id,
    kind: row.kind,
    state: row.state,
    request: row.request,
    seed: row.seed,
    imageIds: row.image_ids,
    sourceId: row.source_id,
    comparison: row.comparison === null ? null : storedComparison.safeParse(row.comparison).data,
    error: row.error,
    latentKept: row.latent_kept === 1,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  })
  return parsed.success ? parsed.data : null
}

/** The jobs that `rest` of the statement (WHERE, ORDER BY, LIMIT) picks; those that can't be read are left out. */
export function readJobs(db: ReadableDb, rest: string, parameters: SqlParameters = []): Job[] {
  return db
    .all(storedJob, `${JOBS} ${rest}`, parameters)
    .map(toJob)
    .filter((job) => job !== null)
}

export function readJob(db: ReadableDb, id: string): Job | null {
  return readJobs(db, 'WHERE id = ?', [id])[0] ?? null
}
