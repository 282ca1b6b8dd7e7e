import { z } from 'zod'
import type { ImageQuery } from '../server/contract/library.ts'
import type { ReadableDb } from './database.ts'
import { filterImages, VISIBLE } from './image-filter.ts'
import { countRow } from './image-rows.ts'
import type { Facets, ImageDay } from './library.ts'
import { SEQS_PER_MS } from './time-order.ts'

/** SQLite counts a whole table without visiting its rows. */
const COUNT_ALL =
  'SELECT (SELECT count(*) FROM images) - (SELECT count(*) FROM images WHERE undo_token IS NOT NULL) AS count'

/** How many pictures a query lets through. */
export function countImages(db: ReadableDb, query: ImageQuery): number {
  const { counting, where, parameters } = filterImages(query)
  const sql = where === VISIBLE ? COUNT_ALL : `SELECT count(*) AS count FROM ${counting.from} WHERE ${counting.where}`
  return db.first(countRow, sql, parameters)?.count ?? 0
}

/** All time zones begin their days at a quarter of an hour of UTC. */
const QUARTER_MS = 15 * 60 * 1000

const quarterRow = countRow.extend({ quarter: z.int() })

/** How many pictures each day of the computer's time zone holds, in the order of the query. */
export function readDays(db: ReadableDb, query: ImageQuery): ImageDay[] {
  const { seq, counting, parameters } = filterImages(query)
  const quarters = db.all(
    quarterRow,
    `SELECT ${seq} / ${QUARTER_MS * SEQS_PER_MS} AS quarter, count(*) AS count FROM ${counting.from}
     WHERE ${counting.where} GROUP BY quarter ORDER BY quarter ${query.sort === 'oldest' ? 'ASC' : 'DESC'}`,
    parameters,
  )
  const counts = new Map<string, number>()
  for (const { quarter, count } of quarters) {
    const day = localDay(new Date(quarter * QUARTER_MS))
    counts.set(day, (counts.get(day) ?? 0) + count)
  }
  return Array.from(counts, ([day, count]) => ({ day, count }))
}

function localDay(time: Date): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  const year = String(time.getFullYear()).padStart(4, '0')
  return `${year}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`
}

const nameRow = countRow.extend({ value: z.string() })
const stepsRow = countRow.extend({ value: z.int() })
const sizeRow = countRow.extend({ width: z.int(), height: z.int() })

/** The values that occur among the gallery's pictures, most frequent first; steps in their order. */
export function readFacets(db: ReadableDb): Facets {
  const visible = `FROM images WHERE ${VISIBLE}`
  return {
    models: db.all(
      nameRow,
      `SELECT model_name AS value, count(*) AS count ${visible} GROUP BY model_name ORDER BY count DESC, value`,
    ),
    loras: db.all(
      nameRow,
      `SELECT name AS value, count(*) AS count FROM image_loras
       WHERE image_seq NOT IN (SELECT seq FROM images WHERE undo_token IS NOT NULL)
       GROUP BY name ORDER BY count DESC, value`,
    ),
    sizes: db.all(
      sizeRow,
      `SELECT width, height, count(*) AS count ${visible} GROUP BY width, height ORDER BY count DESC, width, height`,
    ),
    steps: db.all(stepsRow, `SELECT steps AS value, count(*) AS count ${visible} GROUP BY steps ORDER BY steps`),
  }
}
