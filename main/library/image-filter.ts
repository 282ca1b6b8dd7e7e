import type { ImageQuery } from '../server/contract/library.ts'
import type { SqlValue } from './database.ts'
import { toFullTextQuery } from './search-query.ts'
import { seqAt } from './time-order.ts'

/** Which pictures a statement is about, with a value for each `?` of `where`. */
export interface SqlFilter {
  /** The tables, `images` among them. The first decides in which order rows are visited. */
  readonly from: string
  /** The column that holds the picture's `seq` in the first table. */
  readonly seq: string
  readonly where: string
  readonly parameters: readonly SqlValue[]
  /** The same pictures with the same values, found without visiting rows where that is possible. */
  readonly counting: Pick<SqlFilter, 'from' | 'where'>
}

/** What every filter begins with. */
export const VISIBLE = 'images.deleted_at IS NULL'

type Condition = readonly [sql: string, ...values: SqlValue[]]

/** A list of pictures outside the table `images`, in the order of `seq` for one value. */
interface Membership {
  readonly table: string
  readonly seq: string
  readonly condition: string
  readonly value: SqlValue | null | undefined
}

/** What a query of the gallery lets through. Deleted pictures never pass. */
export function filterImages(query: ImageQuery): SqlFilter {
  const [first, ...others] = memberships(query).filter(({ value }) => value !== null && value !== undefined)
  const conditions: Condition[] = [
    ...(first === undefined ? [] : [[first.condition, first.value] as Condition]),
    [VISIBLE],
    ...plainConditions(query),
    ...others.map(({ table, seq, condition, value }): Condition => [
      `EXISTS (SELECT 1 FROM ${table} WHERE ${seq} = images.seq AND ${condition})`,
      value ?? null,
    ]),
  ]
  const from = first === undefined ? 'images' : `${first.table} CROSS JOIN images ON images.seq = ${first.seq}`
  const where = conditions.map(([sql]) => sql).join(' AND ')
  return {
    from,
    seq: first?.seq ?? 'images.seq',
    where,
    parameters: conditions.flatMap(([, ...values]) => values),
    counting: countingSource(query, first, { from, where }),
  }
}

const HIDDEN = 'SELECT seq FROM images WHERE undo_token IS NOT NULL'

function countingSource(
  query: ImageQuery,
  first: Membership | undefined,
  filter: SqlFilter['counting'],
): SqlFilter['counting'] {
  if (first !== undefined) {
    if (filter.where !== `${first.condition} AND ${VISIBLE}`) return filter
    return { from: first.table, where: `${first.condition} AND ${first.seq} NOT IN (${HIDDEN})` }
  }
  const hasBetterIndex = query.starred === true || query.from !== undefined || query.until !== undefined
  if (filter.where === VISIBLE || hasBetterIndex) return filter
  return { from: 'images INDEXED BY images_filters', where: filter.where }
}

function memberships({ search, lora, boardId }: ImageQuery): Membership[] {
  return [
    {
      table: 'image_text',
      seq: 'image_text.rowid',
      condition: 'image_text MATCH ?',
      value: search === undefined ? null : toFullTextQuery(search),
    },
    { table: 'image_loras', seq: 'image_loras.image_seq', condition: 'image_loras.name = ?', value: lora },
    {
      table: 'board_images',
      seq: 'board_images.image_seq',
      condition: 'board_images.board_seq = (SELECT boards.seq FROM boards WHERE boards.id = ?)',
      value: boardId,
    },
  ]
}

function plainConditions(query: ImageQuery): Condition[] {
  const when = <T>(value: T | undefined, condition: (value: T) => Condition): Condition[] =>
    value === undefined ? [] : [condition(value)]
  return [
    ...when(query.modelName, (name) => ['images.model_name = ?', name]),
    ...when(query.width, (width) => ['images.width = ?', width]),
    ...when(query.height, (height) => ['images.height = ?', height]),
    ...when(query.steps, (steps) => ['images.steps = ?', steps]),
    // Written out, so that the index of starred pictures can be used.
    ...when(query.starred, (starred) => [`images.starred = ${starred ? 1 : 0}`]),
    ...when(query.minRating, (rating) => ['images.rating >= ?', rating]),
    ...when(query.from, (time) => ['images.seq >= ?', seqAt(time)]),
    ...when(query.until, (time) => ['images.seq < ?', seqAt(time)]),
  ]
}
