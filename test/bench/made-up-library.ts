import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DEFAULT_NAME_TEMPLATE } from '../../models/recipe/name-template.ts'
import { namePicture } from '../../models/recipe/picture-name.ts'
import type { Recipe } from '../../models/recipe/recipe.ts'
import { createBoardStore } from '../../main/library/boards.ts'
import { wrapConnection, type WritableDb } from '../../main/library/database.ts'
import type { LibraryOptions } from '../../main/library/library.ts'
import { MIGRATIONS } from '../../main/library/migrations/all-migrations.ts'
import { openDatabase } from '../../main/library/open-database.ts'
import { openGalleryPictures } from '../../main/library/picture-table/gallery-pictures.ts'
import { insertPicture } from '../../main/library/write-images.ts'
import { exampleRecipe } from '../unit/recipe/example-recipe.ts'

/** A generator of the same whole numbers, from 0 to below a bound, in each run. */
export type Random = (below: number) => number

/** Numerical Recipes' linear congruential generator. */
export function createRandom(): Random {
  let state = 1
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

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
/** Two years. */
const DAYS = 730

export interface MadeUpLibrary {
  /** Of every picture, newest last. */
  readonly ids: readonly string[]
  readonly boards: { readonly tenth: string; readonly all: string }
}

interface MadeUpLibraryOptions extends Pick<LibraryOptions, 'databasePath' | 'picturesFolder'> {
  readonly rows: number
  /** Makes the file of a picture; an empty one unless told. */
  readonly writeFile?: (path: string, index: number) => void
}

/**
 * Fills a new library with rows of made-up pictures: two years of days, prompts of twenty words, 12 models, 20 LoRAs, one
 * picture in twenty starred and rated.
 */
export async function makeUpLibrary(options: MadeUpLibraryOptions): Promise<MadeUpLibrary> {
  const { databasePath } = options
  const { connection } = await openDatabase(databasePath, MIGRATIONS, Date.now())
  try {
    const db = wrapConnection(connection)
    const ids = db.transaction(() => insertPictures(db, options))
    return { ids, boards: makeBoards(db, ids) }
  } finally {
    connection.close()
  }
}

function insertPictures(db: WritableDb, options: MadeUpLibraryOptions): string[] {
  const { picturesFolder, rows, writeFile = (path) => writeFileSync(path, '') } = options
  const random = createRandom()
  const folders = new Set<string>()
  return Array.from({ length: rows }, (_, index) => {
    const recipe = recipeOf(random, index, rows)
    const name = namePicture(DEFAULT_NAME_TEMPLATE, recipe)
    const path = join(picturesFolder, ...name.folders, `${name.stem}-${index}.png`)
    if (!folders.has(dirname(path))) mkdirSync(dirname(path), { recursive: true })
    folders.add(dirname(path))
    writeFile(path, index)
    const id = insertPicture(db, { path, fileBytes: 0, recipe }, { parentId: null, jobId: null })
    if (random(20) === 0) db.run('UPDATE images SET starred = 1, rating = ? WHERE id = ?', [1 + random(5), id])
    return id
  })
}

function makeBoards(db: WritableDb, ids: readonly string[]): MadeUpLibrary['boards'] {
  const boards = createBoardStore({ db, pictures: openGalleryPictures(db), now: () => 0 })
  const make = (name: string, add: readonly string[]) => {
    const { id } = boards.create(name)
    boards.changeImages(id, { add, remove: [] })
    return id
  }
  const tenth = make(
    'Every tenth',
    ids.filter((_, index) => index % 10 === 0),
  )
  return { tenth, all: make('All', ids) }
}

/** In sessions: some pictures a minute on each day. */
function timeOf(index: number, rows: number): number {
  const perDay = Math.ceil(rows / DAYS)
  const [day, within] = [Math.floor(index / perDay), index % perDay]
  return Date.UTC(2025, 0, 1, 9) + day * 86_400_000 + within * 20_000
}

function recipeOf(random: Random, index: number, rows: number): Recipe {
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T
  const word = (): string => Array.from({ length: 2 + random(3) }, () => pick(SYLLABLES)).join('')
  const prompt = ['a', pick(SUBJECTS), 'in', word(), word(), 'light, ', ...Array.from({ length: 12 }, word)]
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
    createdAt: new Date(timeOf(index, rows)).toISOString(),
  })
}
