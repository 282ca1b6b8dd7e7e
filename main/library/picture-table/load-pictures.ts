import { z } from 'zod'
import { jsonColumn, type ReadableDb } from '../database.ts'
import type { CodedColumn } from './coded-column.ts'
import { PictureTable, type TableRow } from './picture-table.ts'

const flag = z.int().transform((value) => value !== 0)
/** Ascending. Not each of a hundred thousand is checked: they are row ids. */
const seqList = jsonColumn.transform((seqs) => (seqs as number[]).toSorted((a, b) => a - b))

const kindRow = z.object({
  model_name: z.string(),
  width: z.int(),
  height: z.int(),
  steps: z.int(),
  starred: flag,
  rating: z.int(),
  seqs: seqList,
})

/** Pictures of one kind as one row, from an index that holds all of this: a quarter of the time that their rows take. */
const KINDS = `
  SELECT model_name, width, height, steps, starred, rating, json_group_array(seq) AS seqs
  FROM images INDEXED BY images_filters WHERE deleted_at IS NULL
  GROUP BY model_name, width, height, steps, starred, rating`

const LORAS = 'SELECT name AS value, json_group_array(image_seq) AS seqs FROM image_loras GROUP BY name ORDER BY name'
const BOARDS = `
  SELECT board_seq AS value, json_group_array(image_seq) AS seqs FROM board_images GROUP BY board_seq ORDER BY board_seq`

/** All pictures that are not deleted. */
export function loadPictures(db: ReadableDb): PictureTable {
  const kinds = db.all(kindRow, KINDS)
  const table = new PictureTable(Float64Array.from(kinds.flatMap(({ seqs }) => seqs)).toSorted())
  for (const { seqs, ...kind } of kinds) {
    const model = table.models.codeOf(kind.model_name)
    const size = table.sizes.codeOf({ width: kind.width, height: kind.height })
    const steps = table.steps.codeOf(kind.steps)
    const mark = table.marks.codeOf({ starred: kind.starred, rating: kind.rating })
    table.visit(seqs, (place) => {
      table.models.codes[place] = model
      table.sizes.codes[place] = size
      table.steps.codes[place] = steps
      table.marks.codes[place] = mark
    })
  }
  addMembers(table, table.loras, db.all(z.object({ value: z.string(), seqs: seqList }), LORAS))
  addMembers(table, table.boards, db.all(z.object({ value: z.int(), seqs: seqList }), BOARDS))
  return table
}

/** @param lists in the order that a set has its values in */
function addMembers<T>(
  table: PictureTable,
  column: CodedColumn<readonly T[]>,
  lists: readonly { readonly value: T; readonly seqs: readonly number[] }[],
): void {
  for (const { value, seqs } of lists) {
    // Few different sets, many pictures.
    const withValue = new Map<number, number>()
    table.visit(seqs, (place) => {
      const before = column.codes[place] as number
      const known = withValue.get(before)
      const after = known ?? column.codeOf([...column.at(place), value])
      if (known === undefined) withValue.set(before, after)
      column.codes[place] = after
    })
  }
}

const tableRow = z
  .object({
    seq: z.int(),
    model_name: z.string(),
    width: z.int(),
    height: z.int(),
    steps: z.int(),
    starred: flag,
    rating: z.int(),
    loras: jsonColumn.pipe(z.array(z.string())),
    boards: jsonColumn.pipe(z.array(z.int())),
  })
  .transform(({ model_name: modelName, width, height, starred, rating, ...same }): TableRow => ({
    ...same,
    modelName,
    size: { width, height },
    mark: { starred, rating },
  }))

const ROWS = `
  SELECT seq, model_name, width, height, steps, starred, rating,
    (SELECT json_group_array(name ORDER BY name) FROM image_loras WHERE image_seq = images.seq) AS loras,
    (SELECT json_group_array(board_seq ORDER BY board_seq) FROM board_images WHERE image_seq = images.seq) AS boards
  FROM images WHERE seq IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`

/** Brings some pictures up to date with their rows. */
export function reloadPictures(db: ReadableDb, table: PictureTable, seqs: ReadonlySet<number>): void {
  const rows = db.all(tableRow, ROWS, [JSON.stringify([...seqs])])
  const gone = new Set(seqs)
  for (const { seq } of rows) gone.delete(seq)
  table.update(rows, gone)
}
