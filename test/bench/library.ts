// Times what the gallery asks of a library of 100,000 pictures: `node test/bench/library.ts [ROWS]`.
// Aims: a page within 5 ms, a search within 50 ms.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibrary } from '../../main/library/open-library.ts'
import type { Library } from '../../main/library/library.ts'
import type { ImageQuery } from '../../main/server/contract/library.ts'
import { makeUpLibrary, type MadeUpLibrary } from './made-up-library.ts'
import { formatTable, spreadOf } from './measure.ts'

const REPEATS = 21
const PAGE_AIM_MS = 5
const SEARCH_AIM_MS = 50

const rows = Number(process.argv[2] ?? 100_000)
const folder = mkdtempSync(join(tmpdir(), 'onestroke-bench-'))
const places = { databasePath: join(folder, 'library.db'), picturesFolder: join(folder, 'pictures') }

/** A question of the gallery, and within how many milliseconds it is to be answered. */
interface Question {
  readonly name: string
  readonly aim: number
  readonly ask: () => unknown
}

async function timeOnce<T>(name: string, work: () => Promise<T> | T): Promise<T> {
  const start = performance.now()
  const result = await work()
  process.stdout.write(`${name.padEnd(30)} ${(performance.now() - start).toFixed(0).padStart(8)} ms\n`)
  return result
}

/** `forget` runs before each, outside its time. */
function timeQuestions(questions: readonly Question[], forget: () => void): void {
  const rowOf = ({ name, aim, ask }: Question): string[] => {
    const times = Array.from({ length: REPEATS }, () => {
      forget()
      const start = performance.now()
      ask()
      return performance.now() - start
    })
    const { min, median, max } = spreadOf(times)
    return [name, ...[min, median, max].map((ms) => ms.toFixed(2)), String(aim), median > aim ? 'missed' : '']
  }
  process.stdout.write(formatTable([['ms', 'best', 'median', 'longest', 'aim', ''], ...questions.map(rowOf)]))
}

function questionsOf({ images, boards }: Library, { boards: made }: MadeUpLibrary): Question[] {
  const query = (changes: Partial<ImageQuery>): ImageQuery => ({ sort: 'newest', ...changes })
  const aimOf = ({ search }: Partial<ImageQuery>) => (search === undefined ? PAGE_AIM_MS : SEARCH_AIM_MS)
  const page = (name: string, changes: Partial<ImageQuery>, cursor?: string): Question => ({
    name: `page, ${name}`,
    aim: aimOf(changes),
    ask: () => images.page(query(changes), { limit: 100, cursor }),
  })
  const days = (name: string, changes: Partial<ImageQuery>): Question => ({
    name: `days, ${name}`,
    aim: aimOf(changes),
    ask: () => images.days(query(changes)),
  })
  const model = { modelName: 'model-3' }
  const month = { from: Date.UTC(2025, 5, 1), until: Date.UTC(2025, 6, 1) }
  const [first] = images.page(query({}), { limit: 1 }).images
  return [
    page('newest', {}),
    page('newest, in the middle', {}, cursorInMiddle(images, query({}))),
    page('rating', { sort: 'rating' }),
    page('rating, in the middle', { sort: 'rating' }, cursorInMiddle(images, query({ sort: 'rating' }))),
    page('one model', model),
    page('one LoRA', { lora: 'lora-3' }),
    page('width', { width: 768 }),
    page('size and steps, rating', { width: 768, height: 512, steps: 4, sort: 'rating' }),
    page('starred', { starred: true }),
    page('starred, one model, four stars', { ...model, starred: true, minRating: 4 }),
    page('a model that has no picture', { modelName: 'none' }),
    page('a month', month),
    page('a board of every tenth', { boardId: made.tenth }),
    page('a board of all, one model, rating', { ...model, boardId: made.all, sort: 'rating' }),
    days('all', {}),
    days('one LoRA', { lora: 'lora-3' }),
    { name: 'facets', aim: PAGE_AIM_MS, ask: () => images.facets() },
    { name: 'boards', aim: PAGE_AIM_MS, ask: () => boards.list() },
    { name: 'detail', aim: PAGE_AIM_MS, ask: () => images.detail(first?.id ?? '') },
    page('search, one letter', { search: 'a' }),
    page('search, every picture', { search: 'light' }),
    page('search, every picture, two words', { search: 'a light' }),
    page('search, every picture, rating', { search: 'light', sort: 'rating' }),
    page('search, two letters', { search: 'lo' }),
    page('search, every tenth', { search: 'lighthouse' }),
    page('search, two words', { search: 'dragon kal' }),
    page('search, four words', { search: 'a dragon in light' }),
    page('search, nothing', { search: 'zeppelin' }),
    page('search, oldest, one model', { ...model, search: 'fox', sort: 'oldest' }),
    page('search, every picture, board, model', { ...model, search: 'light', boardId: made.all }),
    days('search, every tenth', { search: 'fox' }),
    days('search, every picture', { search: 'light' }),
  ]
}

function cursorInMiddle(images: Library['images'], query: ImageQuery): string | undefined {
  let cursor: string | undefined
  for (let read = 0; read < rows / 2; read += 500) {
    cursor = images.page(query, { limit: 500, cursor }).nextCursor ?? undefined
  }
  return cursor
}

async function timeLibrary(madeUp: MadeUpLibrary): Promise<void> {
  const library = await timeOnce('open (with quick_check)', () =>
    openLibrary({ ...places, trash: () => Promise.resolve() }),
  )
  await timeOnce('the first page', () => library.images.page({ sort: 'newest' }, { limit: 100 }))
  const { images } = library
  // Each change of a picture ends what the library remembers of earlier answers.
  let starred = false
  const star = (count: number) => () => images.change(madeUp.ids.slice(-count), { starred: (starred = !starred) })
  let undoToken: string | null = null
  const deleteOrUndo = () => {
    if (undoToken === null) ({ undoToken } = images.delete(madeUp.ids.slice(1000, 1001)))
    else undoToken = images.undoDelete(undoToken).length > 0 ? null : undoToken
  }
  const ask = () => images.page({ sort: 'newest' }, { limit: 100 })
  timeQuestions(questionsOf(library, madeUp), star(1))
  timeQuestions([{ name: 'page, after one came or went', aim: PAGE_AIM_MS, ask }], deleteOrUndo)
  timeQuestions([{ name: 'page, after a thousand were starred', aim: SEARCH_AIM_MS, ask }], star(1000))
  timeQuestions([{ name: 'star one', aim: PAGE_AIM_MS, ask: star(1) }], () => undefined)
  await timeOnce('reconcile, nothing changed', () => library.reconcile())
  await timeOnce('back up', () => library.backUpDaily())
  await library.close()
}

try {
  await timeLibrary(await timeOnce(`make ${rows} rows and files`, () => makeUpLibrary({ ...places, rows })))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
