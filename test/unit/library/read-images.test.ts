import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../../models/recipe/recipe.ts'
import type { WritableDb } from '../../../main/library/database.ts'
import { LibraryError } from '../../../main/library/library-error.ts'
import type { ImageDay } from '../../../main/library/library.ts'
import type { GalleryPictures } from '../../../main/library/picture-table/gallery-pictures.ts'
import { readPage } from '../../../main/library/read-images.ts'
import { countDays, countFacets } from '../../../main/library/summaries.ts'
import type { ImageQuery } from '../../../main/server/contract/library.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'
import { insertRecipe, openMemoryLibrary } from './memory-library.ts'

interface Sample {
  words: string[]
  model: string
  loras: string[]
  width: number
  steps: number
  starred: boolean
  rating: number
  time: number
  onBoard: boolean
  deleted: boolean
}

const BOARD_ID = 'b'.repeat(16)
const WORDS = ['red', 'reddish', 'fox', 'snow', 'castle']
/** Few values, so that many pictures share one. */
const sample: fc.Arbitrary<Sample> = fc.record({
  words: fc.array(fc.constantFrom(...WORDS), { maxLength: 3 }),
  model: fc.constantFrom('alpha', 'beta'),
  loras: fc.uniqueArray(fc.constantFrom('x', 'y')),
  width: fc.constantFrom(64, 128),
  steps: fc.constantFrom(1, 4),
  starred: fc.boolean(),
  rating: fc.integer({ min: 0, max: 5 }),
  time: fc.constantFrom(1_700_000_000_000, 1_700_000_000_001, 1_700_086_400_000),
  onBoard: fc.boolean(),
  deleted: fc.constantFrom(false, false, false, true),
})

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const query: fc.Arbitrary<ImageQuery> = fc.record({
  search: maybe(fc.array(fc.constantFrom(...WORDS, 're', 'fo'), { maxLength: 2 }).map((words) => words.join(' '))),
  modelName: maybe(fc.constantFrom('alpha', 'beta', 'gamma')),
  lora: maybe(fc.constantFrom('x', 'y', 'z')),
  width: maybe(fc.constantFrom(64, 128)),
  height: maybe(fc.constantFrom(192, 64)),
  steps: maybe(fc.constantFrom(1, 4)),
  starred: maybe(fc.boolean()),
  minRating: maybe(fc.integer({ min: 0, max: 5 })),
  boardId: maybe(fc.constantFrom(BOARD_ID, 'c'.repeat(16))),
  from: maybe(fc.constantFrom(1_700_000_000_001, 1_700_000_000_002)),
  until: maybe(fc.constantFrom(1_700_000_000_001, 1_700_086_400_000)),
  sort: fc.constantFrom('newest', 'oldest', 'rating'),
})

function recipeOf(from: Sample): Partial<Recipe> {
  const example = exampleRecipe()
  return {
    prompt: from.words.join(' '),
    model: { ...example.model, name: from.model },
    loras: from.loras.flatMap((name) => example.loras.map((lora) => ({ ...lora, name }))),
    width: from.width,
    scheduler: { ...example.scheduler, steps: from.steps },
    createdAt: new Date(from.time).toISOString(),
  }
}

function fill(db: WritableDb, samples: readonly Sample[]): Map<string, Sample> {
  const board = db.insert('INSERT INTO boards (id, name, created_at) VALUES (?, ?, 0)', [BOARD_ID, 'Board'])
  return new Map(
    samples.map((from) => {
      const id = insertRecipe(db, recipeOf(from))
      db.run('UPDATE images SET starred = ?, rating = ? WHERE id = ?', [from.starred ? 1 : 0, from.rating, id])
      if (from.onBoard) db.run('INSERT INTO board_images SELECT ?, seq FROM images WHERE id = ?', [board, id])
      if (from.deleted) db.run(`UPDATE images SET deleted_at = 1, undo_token = 't' WHERE id = ?`, [id])
      return [id, from] as const
    }),
  )
}

function matchesSearch({ words, model }: Sample, search: string | undefined): boolean {
  const asked = (search ?? '').split(' ').filter((word) => word !== '')
  const held = [...words, model]
  return asked.every((word, index) =>
    held.some((text) => (index === asked.length - 1 ? text.startsWith(word) : text === word)),
  )
}

/** The filter, said in TypeScript. */
function passes(from: Sample, asked: ImageQuery): boolean {
  const equal = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value
  return (
    !from.deleted &&
    matchesSearch(from, asked.search) &&
    equal(asked.modelName, from.model) &&
    (asked.lora === undefined || from.loras.includes(asked.lora)) &&
    equal(asked.width, from.width) &&
    equal(asked.height, 192) &&
    equal(asked.steps, from.steps) &&
    equal(asked.starred, from.starred) &&
    from.rating >= (asked.minRating ?? 0) &&
    (asked.boardId === undefined || (asked.boardId === BOARD_ID && from.onBoard)) &&
    from.time >= (asked.from ?? 0) &&
    from.time < (asked.until ?? Infinity)
  )
}

/** All ids, in pages of a size. */
function readAll({ db, pictures }: ReturnType<typeof openMemoryLibrary>, asked: ImageQuery, limit: number): string[] {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = readPage(db, pictures, asked, { cursor, limit })
    expect(page.images.length).toBeLessThanOrEqual(limit)
    ids.push(...page.images.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}

function daysOf(pictures: GalleryPictures, asked: ImageQuery): ImageDay[] {
  return countDays(pictures.table(), pictures.match(asked), asked.sort)
}

const SORT_KEYS: Readonly<Record<ImageQuery['sort'], (from: Sample) => number[]>> = {
  newest: ({ time }) => [-time],
  oldest: ({ time }) => [time],
  rating: ({ rating, time }) => [-rating, -time],
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}

describe('pages of the gallery', () => {
  it('hold each picture that passes the filter once, in order, also where times are equal', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { maxLength: 25 }),
        query,
        fc.integer({ min: 1, max: 9 }),
        (samples, asked, limit) => {
          const { db, pictures } = openMemoryLibrary()
          const held = fill(db, samples)
          const ids = readAll({ db, pictures }, asked, limit)
          const wanted = [...held].filter(([, from]) => passes(from, asked)).map(([id]) => id)
          expect(ids.toSorted()).toEqual(wanted.toSorted())
          expect(pictures.match(asked).total).toBe(wanted.length)
          const far = readPage(db, pictures, asked, { offset: limit, limit: 3 })
          expect(far.images.map(({ id }) => id)).toEqual(ids.slice(limit, limit + 3))
          const keys = ids.map((id) => SORT_KEYS[asked.sort](held.get(id) as Sample))
          expect(keys).toEqual(keys.toSorted(compareKeys))
          const days = daysOf(pictures, asked)
          expect(days.reduce((sum, { count }) => sum + count, 0)).toBe(wanted.length)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('go on where they were while pictures are added and removed', () => {
    const { db, pictures } = openMemoryLibrary()
    const at = (minute: number) => ({ createdAt: new Date(1_700_000_000_000 + minute * 60_000).toISOString() })
    const ids = [0, 1, 2, 3, 4, 5].map((minute) => insertRecipe(db, at(minute)))
    const first = readPage(db, pictures, { sort: 'newest' }, { limit: 3 })
    insertRecipe(db, at(9))
    db.run('DELETE FROM images WHERE id = ?', [ids[3] as string])
    const second = readPage(db, pictures, { sort: 'newest' }, { limit: 3, cursor: first.nextCursor ?? undefined })
    expect(first.images.map(({ id }) => id)).toEqual([ids[5], ids[4], ids[3]])
    expect(second.images.map(({ id }) => id)).toEqual([ids[2], ids[1], ids[0]])
    const third = readPage(
      db,
      pictures,
      { sort: 'newest' },
      { limit: 3, offset: 1, cursor: first.nextCursor ?? undefined },
    )
    expect(third.images.map(({ id }) => id)).toEqual([ids[1], ids[0]])
    expect(second.nextCursor).toBeNull()
  })

  it('hold more than a thousand pictures of one millisecond', () => {
    const { db, pictures } = openMemoryLibrary()
    const ids = db.transaction(() => Array.from({ length: 1003 }, () => insertRecipe(db, {})))
    expect(readAll({ db, pictures }, { sort: 'oldest' }, 100)).toEqual(ids)
  })

  it.each([
    '',
    'newest',
    'newest.x',
    'newest.1.2',
    'oldest.1',
    'newest.-1',
    'newest.9999999999999999',
    "newest.1' OR 1",
  ])('refuse the cursor %j', (cursor) => {
    const { db, pictures } = openMemoryLibrary()
    expect(() => readPage(db, pictures, { sort: 'newest' }, { cursor, limit: 1 })).toThrow(LibraryError)
  })
})

describe('days', () => {
  it.each(['UTC', 'Asia/Kolkata', 'Pacific/Chatham', 'America/New_York'])('are those of the time zone %s', (zone) => {
    const before = process.env['TZ']
    process.env['TZ'] = zone
    try {
      const { db, pictures } = openMemoryLibrary()
      // Every 5 hours over the end of daylight saving time in the north and its beginning in the south.
      const times = Array.from({ length: 200 }, (_, index) => Date.UTC(2026, 9, 20) + index * 5 * 3_600_000 + 1)
      db.transaction(() => times.forEach((time) => insertRecipe(db, { createdAt: new Date(time).toISOString() })))
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
      const wanted = new Map<string, number>()
      for (const time of times.toReversed()) {
        const day = format.format(time)
        wanted.set(day, (wanted.get(day) ?? 0) + 1)
      }
      const newestFirst = Array.from(wanted, ([day, count]) => ({ day, count }))
      expect(daysOf(pictures, { sort: 'newest' })).toEqual(newestFirst)
      expect(daysOf(pictures, { sort: 'oldest' })).toEqual(newestFirst.toReversed())
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })
})

describe('facets', () => {
  it('count the values of pictures that are not deleted', () => {
    const { db, pictures } = openMemoryLibrary()
    const [lora] = exampleRecipe().loras
    if (lora === undefined) throw new Error('The example has a LoRA')
    insertRecipe(db, { width: 64, height: 64 })
    insertRecipe(db, { width: 64, height: 64, loras: [] })
    insertRecipe(db, { loras: [{ ...lora, name: 'other' }, lora] })
    const deleted = insertRecipe(db, { model: { ...exampleRecipe().model, name: 'Gone' } })
    db.run(`UPDATE images SET deleted_at = 1, undo_token = 't' WHERE id = ?`, [deleted])
    expect(countFacets(pictures.table())).toEqual({
      models: [{ value: 'Built-in', count: 3 }],
      loras: [
        { value: 'unified', count: 2 },
        { value: 'other', count: 1 },
      ],
      sizes: [
        { width: 64, height: 64, count: 2 },
        { width: 128, height: 192, count: 1 },
      ],
      steps: [{ value: 2, count: 3 }],
    })
  })
})
