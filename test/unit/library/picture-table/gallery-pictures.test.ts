import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBoardStore } from '../../../../main/library/boards.ts'
import type { WritableDb } from '../../../../main/library/database.ts'
import { openGalleryPictures } from '../../../../main/library/picture-table/gallery-pictures.ts'
import { loadPictures } from '../../../../main/library/picture-table/load-pictures.ts'
import { matchPictures } from '../../../../main/library/picture-table/match-pictures.ts'
import type { PictureTable, TableRow } from '../../../../main/library/picture-table/picture-table.ts'
import { changeImages } from '../../../../main/library/write-images.ts'
import type { ImageQuery } from '../../../../main/server/contract/library.ts'
import { exampleRecipe } from '../../recipe/example-recipe.ts'
import { insertRecipe, openMemoryDatabase } from '../memory-library.ts'

function rowsOf(table: PictureTable): TableRow[] {
  return Array.from({ length: table.count }, (_, place) => ({
    seq: table.seqAt(place),
    modelName: table.models.at(place),
    size: table.sizes.at(place),
    steps: table.steps.at(place),
    mark: table.marks.at(place),
    loras: table.loras.at(place),
    boards: table.boards.at(place),
  }))
}

/** Boards by name, pictures by their number, both taken round where there are fewer. */
interface Subject {
  readonly db: WritableDb
  readonly boards: ReturnType<typeof createBoardStore>
  readonly boardIds: string[]
  readonly ids: string[]
}

type Step = (subject: Subject) => void

const nth = (ids: readonly string[], index: number): string => ids[index % Math.max(1, ids.length)] ?? 'none'
const index = fc.nat(5)
const indices = fc.uniqueArray(index, { minLength: 1 })
const nameOf = (ids: readonly string[], chosen: readonly number[]): string[] => chosen.map((one) => nth(ids, one))

const insertStep = fc
  .record({
    minute: fc.nat(9),
    model: fc.constantFrom('alpha', 'beta'),
    loras: fc.uniqueArray(fc.constantFrom('x', 'y')),
    width: fc.constantFrom(64, 128),
    prompt: fc.constantFrom('a fox', 'a castle'),
  })
  .map(({ minute, model, loras, width, prompt }): Step => ({ db, ids }) => {
    const example = exampleRecipe()
    const recipe = {
      prompt,
      width,
      model: { ...example.model, name: model },
      loras: loras.flatMap((name) => example.loras.map((lora) => ({ ...lora, name }))),
      createdAt: new Date(1_700_000_000_000 + minute * 60_000).toISOString(),
    }
    ids.push(insertRecipe(db, recipe))
  })
const markStep = fc.tuple(indices, fc.boolean(), fc.nat(5)).map(([chosen, starred, rating]): Step => ({ db, ids }) => {
  changeImages(db, nameOf(ids, chosen), { starred, rating })
})
const hideStep = indices.map((chosen): Step => ({ db, ids }) => {
  for (const id of nameOf(ids, chosen)) {
    db.run(`UPDATE images SET deleted_at = 1, undo_token = 't' WHERE id = ? AND deleted_at IS NULL`, [id])
  }
})
const showStep = fc.constant<Step>(({ db }) => {
  db.run('UPDATE images SET deleted_at = NULL, undo_token = NULL WHERE undo_token IS NOT NULL')
})
const removeStep = index.map((one): Step => ({ db, ids }) => {
  db.run('DELETE FROM images WHERE id = ?', [nth(ids, one)])
})
const loraStep = fc.tuple(index, fc.boolean()).map(([one, adds]): Step => ({ db, ids }) => {
  const values = `SELECT 'x', seq FROM images WHERE id = ?`
  const sql = adds
    ? `INSERT OR IGNORE INTO image_loras ${values}`
    : `DELETE FROM image_loras WHERE (name, image_seq) IN (${values})`
  db.run(sql, [nth(ids, one)])
})
const boardStep = fc
  .tuple(index, indices, fc.boolean())
  .map(([one, chosen, adds]): Step => ({ boards, boardIds, ids }) => {
    const names = nameOf(ids, chosen)
    boards.changeImages(nth(boardIds, one), { add: adds ? names : [], remove: adds ? [] : names })
  })
const removeBoardStep = index.map((one): Step => ({ boards, boardIds }) => {
  boards.remove(nth(boardIds, one))
  boardIds.push(boards.create('another').id)
})
const step = fc.oneof(
  { arbitrary: insertStep, weight: 2 },
  markStep,
  hideStep,
  showStep,
  removeStep,
  loraStep,
  { arbitrary: boardStep, weight: 2 },
  removeBoardStep,
)

const QUERIES: readonly ImageQuery[] = [
  { sort: 'newest' },
  { sort: 'newest', search: 'fox', minRating: 2 },
  { sort: 'newest', modelName: 'alpha', lora: 'x' },
  { sort: 'newest', starred: true, width: 64, from: 1_700_000_060_000 },
]

describe('the pictures of the gallery', () => {
  it('are those of the database after any changes, kept or taken back', () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 4 })
    const changes = fc.array(fc.record({ steps, kept: fc.boolean() }), { minLength: 10, maxLength: 30 })
    fc.assert(
      fc.property(changes, fc.constantFrom(0, 4, 1000), (groups, mostSingle) => {
        const db = openMemoryDatabase()
        const pictures = openGalleryPictures(db, mostSingle)
        const boards = createBoardStore({ db, pictures, now: () => 0 })
        const subject: Subject = { db, boards, boardIds: [boards.create('a').id, boards.create('b').id], ids: [] }
        const expectCurrent = () => {
          const fresh = loadPictures(db)
          expect(rowsOf(pictures.table())).toEqual(rowsOf(fresh))
          const [boardId = ''] = subject.boardIds
          for (const query of [...QUERIES, { ...QUERIES[0], boardId, sort: 'rating' } as const]) {
            expect(pictures.match(query)).toEqual(matchPictures(db, fresh, query))
          }
        }
        for (const { steps: some, kept } of groups) {
          const known = [...subject.ids]
          const work = () => {
            for (const one of some) one(subject)
            expectCurrent()
            if (!kept) throw new Error('taken back')
          }
          try {
            db.transaction(work)
          } catch (error) {
            if (kept || (error as Error).message !== 'taken back') throw error
            subject.ids.splice(0, Infinity, ...known)
          }
          expectCurrent()
        }
      }),
      { numRuns: 100 },
    )
  })

  it('are read again only after a change of pictures', () => {
    const db = openMemoryDatabase()
    const pictures = openGalleryPictures(db)
    insertRecipe(db, {})
    const before = pictures.match({ sort: 'newest' })
    db.run(`INSERT INTO stored_values VALUES ('a', '1')`)
    expect(pictures.match({ sort: 'oldest' })).toBe(before)
    db.run('UPDATE images SET starred = 1')
    expect(pictures.match({ sort: 'newest' })).not.toBe(before)
  })
})
