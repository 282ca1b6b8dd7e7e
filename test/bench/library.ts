// Times what the gallery asks of a library of 100,000 pictures: `node test/bench/library.ts [ROWS]`.
// Aims: a page within 5 ms, a search within 50 ms.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DEFAULT_NAME_TEMPLATE } from '../../models/recipe/name-template.ts'
import { namePicture } from '../../models/recipe/picture-name.ts'
import type { Recipe } from '../../models/recipe/recipe.ts'
import { wrapConnection } from '../../main/library/database.ts'
import { MIGRATIONS } from '../../main/library/migrations/all-migrations.ts'
import { openDatabase } from '../../main/library/open-database.ts'
import { openLibrary } from '../../main/library/open-library.ts'
import type { Library } from '../../main/library/library.ts'
import { insertPicture } from '../../main/library/write-images.ts'
import type { ImageQuery } from '../../main/server/contract/library.ts'
import { exampleRecipe } from '../unit/recipe/example-recipe.ts'

const rows = Number(process.argv[2] ?? 100_000)
const folder = mkdtempSync(join(tmpdir(), 'onestroke-bench-'))
const databasePath = join(folder, 'library.db')
const picturesFolder = join(folder, 'pictures')

/** A generator of the same numbers in each run (Numerical Recipes' linear congruential one). */
function createRandom(): (below: number) => number {
  let state = 1
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const random = createRandom()
const SUBJECTS = [
  'fox',
  'castle',
  'lighthouse',
  'apple',
  'astronaut',
  'teapot',
  'harbour',
  'forest',
  'violin',
  'dragon',
]
const SYLLABLES = ['ka', 'lo', 'mi', 're', 'tu', 'so', 'ven', 'dar', 'il', 'os', 'per', 'an']
const STEPS = [1, 2, 4, 8]
const SIDES = [512, 768, 1024]

const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T
const madeUpWord = (): string => Array.from({ length: 2 + random(3) }, () => pick(SYLLABLES)).join('')

/** Two years, in sessions: some pictures a minute on most days. */
function timeOf(index: number): number {
  const perDay = Math.ceil(rows / 730)
  const [day, within] = [Math.floor(index / perDay), index % perDay]
  return Date.UTC(2025, 0, 1, 9) + day * 86_400_000 + within * 20_000
}

function recipeOf(index: number): Recipe {
  const prompt = [
    'a',
    pick(SUBJECTS),
    'in',
    madeUpWord(),
    madeUpWord(),
    'light, ',
    ...Array.from({ length: 12 }, madeUpWord),
  ]
  const example = exampleRecipe()
  return exampleRecipe({
    prompt: prompt.join(' '),
    negativePrompt: random(4) === 0 ? 'blurry, low quality' : null,
    model: { ...example.model, name: `model-${random(12)}` },
    loras: example.loras.map((lora) => ({ ...lora, name: `lora-${random(20)}` })),
    scheduler: { ...example.scheduler, steps: pick(STEPS) },
    seed: random(2 ** 31),
    width: pick(SIDES),
    height: pick(SIDES),
    result: { ...example.result, pixelSha256: index.toString(16).padStart(64, '0') },
    createdAt: new Date(timeOf(index)).toISOString(),
  })
}

async function fill(): Promise<void> {
  const { connection } = await openDatabase(databasePath, MIGRATIONS, Date.now())
  const db = wrapConnection(connection)
  const folders = new Set<string>()
  db.transaction(() => {
    for (let index = 0; index < rows; index++) {
      const recipe = recipeOf(index)
      const name = namePicture(DEFAULT_NAME_TEMPLATE, recipe)
      const path = join(picturesFolder, ...name.folders, `${name.stem}-${index}.png`)
      if (!folders.has(dirname(path))) mkdirSync(dirname(path), { recursive: true })
      folders.add(dirname(path))
      writeFileSync(path, '')
      const id = insertPicture(db, { path, fileBytes: 0, recipe }, { parentId: null, jobId: null })
      if (random(20) === 0) db.run('UPDATE images SET starred = 1, rating = ? WHERE id = ?', [1 + random(5), id])
    }
  })
  connection.close()
}

const REPEATS = 21

/** The best, median and longest of some calls, in milliseconds. `forget` runs before each, outside its time. */
function time(name: string, forget: () => void, work: () => unknown): void {
  const times = Array.from({ length: REPEATS }, () => {
    forget()
    const start = performance.now()
    work()
    return performance.now() - start
  }).toSorted((a, b) => a - b)
  const figures = [times[0], times[Math.floor(REPEATS / 2)], times.at(-1)].map((ms) => (ms ?? 0).toFixed(2).padStart(8))
  const [best = '', median = '', longest = ''] = figures
  process.stdout.write(`${name.padEnd(40)} best ${best} ms   median ${median} ms   longest ${longest} ms\n`)
}

async function timeOnce(name: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now()
  await work()
  process.stdout.write(`${name.padEnd(40)}      ${(performance.now() - start).toFixed(0).padStart(8)} ms\n`)
}

function timeQueries({ images, values }: Library): void {
  // A write: the library keeps totals, days and facets until there is one.
  const forget = () => values.write('bench', random(1e9))
  const page = (name: string, query: Partial<ImageQuery>) => {
    const full: ImageQuery = { sort: 'newest', ...query }
    time(`page, ${name}`, forget, () => images.page(full, { limit: 100 }))
  }
  page('newest', {})
  let cursor: string | undefined
  for (let read = 0; read < rows / 2; read += 500) {
    cursor = images.page({ sort: 'newest' }, { limit: 500, cursor }).nextCursor ?? undefined
  }
  time('page, newest, in the middle', forget, () => images.page({ sort: 'newest' }, { limit: 100, cursor }))
  page('rating', { sort: 'rating' })
  page('one model', { modelName: 'model-3' })
  page('one LoRA', { lora: 'lora-3' })
  page('size and steps', { width: 768, height: 512, steps: 4 })
  page('starred', { starred: true })
  page('starred, one model, four stars', { starred: true, modelName: 'model-3', minRating: 4 })
  page('a model that has no picture', { modelName: 'none' })
  page('a month', { from: Date.UTC(2025, 5, 1), until: Date.UTC(2025, 6, 1) })
  page('search, one letter', { search: 'a' })
  page('search, every picture', { search: 'light' })
  page('search, every tenth', { search: 'lighthouse' })
  page('search, two words', { search: 'dragon kal' })
  page('search, nothing', { search: 'zeppelin' })
  page('search, oldest, one model', { search: 'fox', sort: 'oldest', modelName: 'model-3' })
  time('days', forget, () => images.days({ sort: 'newest' }))
  time('days, search every tenth', forget, () => images.days({ sort: 'newest', search: 'fox' }))
  time('facets', forget, () => images.facets())
  const [first] = images.page({ sort: 'newest' }, { limit: 1 }).images
  time('detail', forget, () => images.detail(first?.id ?? ''))
  time('star one', forget, () => images.change([first?.id ?? ''], { starred: true }))
}

try {
  await timeOnce(`make ${rows} rows and files`, fill)
  const open = () => openLibrary({ databasePath, picturesFolder, trash: () => Promise.resolve() })
  let library: Library | undefined
  await timeOnce('open (with quick_check)', async () => (library = await open()))
  if (library !== undefined) {
    const opened = library
    timeQueries(opened)
    await timeOnce('reconcile, nothing changed', () => opened.reconcile())
    await timeOnce('back up', () => opened.backUpDaily())
    await opened.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
