import Database from 'better-sqlite3'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { backUpDaily } from '../../../main/library/backup.ts'
import { LibraryError } from '../../../main/library/library-error.ts'
import { latestVersion, type Migration } from '../../../main/library/migrate.ts'
import { MIGRATIONS } from '../../../main/library/migrations/all-migrations.ts'
import { openDatabase } from '../../../main/library/open-database.ts'
import { addPlainPicture, libraryPlaces, openTestLibrary } from '../../fixtures/library.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const parent = temporaryFolder()
const NOW = Date.UTC(2026, 10, 23)

function pathOfNone(): string {
  const { databasePath } = libraryPlaces(parent)
  mkdirSync(dirname(databasePath))
  return databasePath
}

/** A library file as an earlier version left it. */
function writeVersion(version: 1 | 2): string {
  const path = pathOfNone()
  const database = new Database(path)
  database.exec(readFileSync(join(import.meta.dirname, `../../fixtures/library-version-${version}.sql`), 'utf8'))
  database.close()
  return path
}

/** Overwrites the middle of a file. */
function damage(path: string): void {
  const file = openSync(path, 'r+')
  const { size } = statSync(path)
  for (let offset = 4096; offset < size; offset += 4096) writeSync(file, Buffer.alloc(200, 0xab), 0, 200, offset)
  closeSync(file)
}

const files = (path: string): string[] => readdirSync(dirname(path)).toSorted()

describe('openDatabase', () => {
  it('sets what keeps data safe on the connection', async () => {
    const { connection } = await openDatabase(pathOfNone(), MIGRATIONS, NOW)
    const read = (pragma: string): unknown => connection.pragma(pragma, { simple: true })
    connection.exec(`INSERT INTO stored_values VALUES ('a', '1')`)
    expect({
      journal: read('journal_mode'),
      synchronous: read('synchronous'),
      foreignKeys: read('foreign_keys'),
      trusted: read('trusted_schema'),
      cells: read('cell_size_check'),
      locking: read('locking_mode'),
      busy: read('busy_timeout'),
      version: read('user_version'),
    }).toEqual({
      journal: 'wal',
      // 2 is FULL.
      synchronous: 2,
      foreignKeys: 1,
      trusted: 0,
      cells: 1,
      locking: 'exclusive',
      busy: 5000,
      version: latestVersion(MIGRATIONS),
    })
    connection.close()
  })

  it('does not touch a library of a newer version', async () => {
    const path = pathOfNone()
    const newer = new Database(path)
    newer.exec('CREATE TABLE things (name TEXT)')
    newer.pragma('user_version = 99')
    newer.close()
    const before = readFileSync(path)
    const opening = openDatabase(path, MIGRATIONS, NOW)
    await expect(opening).rejects.toThrow(LibraryError)
    await expect(opening).rejects.toThrow(
      `The library "${path}" was written by a newer Onestroke (library version 99; this one reads up to ${latestVersion(MIGRATIONS)}). Update Onestroke to open it.`,
    )
    expect(readFileSync(path)).toEqual(before)
    expect(files(path)).toEqual(['library.db'])
  })

  it('refuses a library that is open already', { timeout: 20_000 }, async () => {
    const path = pathOfNone()
    const { connection } = await openDatabase(path, MIGRATIONS, NOW)
    await expect(openDatabase(path, MIGRATIONS, NOW)).rejects.toMatchObject({ code: 'library-in-use' })
    connection.close()
    const again = await openDatabase(path, MIGRATIONS, NOW)
    again.connection.close()
  })

  it('says so where its file cannot be opened', async () => {
    const path = pathOfNone()
    mkdirSync(path)
    await expect(openDatabase(path, MIGRATIONS, NOW)).rejects.toThrow(`"${path}" cannot be opened`)
  })

  it('names the folder that cannot be made', async () => {
    const path = pathOfNone()
    writeFileSync(path, '')
    await expect(openDatabase(join(path, 'below', 'library.db'), MIGRATIONS, NOW)).rejects.toThrow('cannot be written')
  })
})

describe('migrations', () => {
  it('are numbered in order, as their files are', () => {
    const folder = join(import.meta.dirname, '../../../main/library/migrations')
    const numbers = readdirSync(folder).flatMap((name) => /^(\d{4})-/.exec(name)?.slice(1).map(Number) ?? [])
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(numbers.toSorted((a, b) => a - b))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  it.each([1, 2] as const)('keep everything of a library of version %d', async (version) => {
    const databasePath = writeVersion(version)
    const places = { databasePath, picturesFolder: join(dirname(databasePath), 'pictures') }
    const library = await openTestLibrary(places)
    const { images } = library.images.page({ sort: 'oldest' }, { limit: 9 })
    expect(images.map(({ prompt, seed, starred, rating }) => ({ prompt, seed, starred, rating }))).toEqual([
      { prompt: 'a red fox', seed: 7, starred: false, rating: 0 },
      { prompt: 'a blue fox, größer', seed: 8, starred: true, rating: 4 },
    ])
    const [red, blue] = images.map(({ id }) => library.images.detail(id))
    expect(blue).toMatchObject({ negativePrompt: 'rain', parentId: red?.id, fileName: '120001-8-a-blue-fox.png' })
    expect(red?.recipe).toMatchObject({ prompt: 'a red fox', seed: 7 })
    expect(library.images.page({ sort: 'newest', search: 'grosser' }, { limit: 9 }).images).toEqual([])
    expect(library.images.page({ sort: 'newest', search: 'GROß' }, { limit: 9 }).images).toEqual([images[1]])
    expect(library.images.undoDelete('u'.repeat(16))).toHaveLength(1)
    const board = { name: 'Foxes and other beasts', count: 2, coverId: images[1]?.id }
    expect(library.boards.list()).toMatchObject([board])
    expect(library.jobs.recent(9)).toMatchObject([{ state: 'done', imageIds: [red?.id, blue?.id] }])
    expect(library.jobs.active()).toMatchObject([{ state: 'waiting', request: { prompt: 'a {red|blue} fox' } }])
    const alone = { folderId: null, missing: false, hidden: false, fingerprint: '', fileId: '', hashes: null }
    const painter = { ...alone, kind: 'checkpoint', details: { name: "A painter's model" } }
    const ink = { ...alone, kind: 'lora', path: '/models/ink wash.safetensors' }
    expect(library.models.list()).toMatchObject(version === 1 ? [painter] : [painter, ink])
    expect(library.modelFolders.list()).toEqual([])
    expect(library.values.read('settings', z.unknown())).toEqual({ language: 'de' })
    expect(library.promptHistory.list()).toEqual(['a blue fox, größer', 'a red fox'])
    await library.close()
  })

  const [first] = MIGRATIONS
  if (first === undefined) throw new Error('There is a first migration')
  const second: Migration = {
    version: 2,
    sql: 'ALTER TABLE boards ADD COLUMN colour TEXT; UPDATE boards SET colour = name;',
  }

  it('run after a backup of the version before', async () => {
    const path = writeVersion(1)
    const { connection } = await openDatabase(path, [first, second], NOW)
    expect(connection.pragma('user_version', { simple: true })).toBe(2)
    expect(connection.prepare('SELECT colour FROM boards').pluck().get()).toBe('Foxes and other beasts')
    connection.close()
    expect(files(path)).toEqual(['library.db', 'library.db.bak-1'])
    const backup = new Database(`${path}.bak-1`)
    expect(backup.pragma('user_version', { simple: true })).toBe(1)
    expect(backup.prepare('SELECT count(*) FROM images').pluck().get()).toBe(3)
    backup.close()
  })

  it('leave the library as it was where one fails in its middle', async () => {
    const path = writeVersion(1)
    const failing: Migration = { version: 3, sql: 'DROP TABLE board_images; DROP TABLE boards; SELECT nonsense;' }
    await expect(openDatabase(path, [first, second, failing], NOW)).rejects.toThrow('nonsense')
    const { connection } = await openDatabase(path, [first, second], NOW)
    expect(connection.pragma('user_version', { simple: true })).toBe(2)
    expect(connection.prepare('SELECT count(*) FROM board_images').pluck().get()).toBe(2)
    connection.close()
  })
})

describe('a damaged library', () => {
  it('is kept aside and replaced by its backup; later pictures come from their files', async () => {
    const places = libraryPlaces(parent)
    const { databasePath, picturesFolder } = places
    const before = await openTestLibrary(places)
    const old = await addPlainPicture(before, picturesFolder, 1)
    before.images.change([old.id], { rating: 5 })
    await before.backUpDaily()
    await addPlainPicture(before, picturesFolder, 2)
    await before.close()
    damage(databasePath)
    const damaged = readFileSync(databasePath)
    const library = await openTestLibrary(places, { now: () => NOW })
    const damagedPath = `${databasePath}.damaged-2026-11-23`
    expect(library.recovery).toMatchObject({ damagedPath, restoredFrom: `${databasePath}.bak` })
    expect(library.recovery?.notice.message).toMatch(
      /^The library file library\.db was damaged and is kept as library\.db\.damaged-/,
    )
    expect(readFileSync(damagedPath)).toEqual(damaged)
    expect(library.images.get(old.id)?.rating).toBe(5)
    expect(await library.reconcile()).toMatchObject({ imported: 1, missing: 0 })
    expect(library.images.count()).toBe(2)
    await library.close()
  })

  it('is replaced by an older backup where the latest is damaged too, or by an empty library', async () => {
    const places = libraryPlaces(parent)
    const { databasePath, picturesFolder } = places
    const before = await openTestLibrary(places)
    const image = await addPlainPicture(before, picturesFolder, 1)
    await before.backUpDaily()
    await before.close()
    copyFileSync(`${databasePath}.bak`, `${databasePath}.bak-previous`)
    damage(`${databasePath}.bak`)
    writeFileSync(databasePath, 'this is no database at all'.repeat(500))
    const restored = await openTestLibrary(places)
    expect(restored.recovery?.restoredFrom).toBe(`${databasePath}.bak-previous`)
    expect(restored.images.get(image.id)).toEqual(image)
    await restored.close()
    for (const name of [databasePath, `${databasePath}.bak-previous`]) writeFileSync(name, 'no database'.repeat(500))
    const empty = await openTestLibrary(places)
    expect(empty.recovery).toMatchObject({ restoredFrom: null })
    expect(empty.recovery?.notice.message).toContain('There was no backup')
    expect(await empty.reconcile()).toMatchObject({ imported: 1 })
    await empty.close()
    const kept = files(databasePath).filter((name) => name.includes('damaged'))
    expect(kept).toHaveLength(2)
  })

  it('is noticed where it is cut off', async () => {
    const places = libraryPlaces(parent)
    const before = await openTestLibrary(places)
    await before.close()
    truncateSync(places.databasePath, 8192)
    const library = await openTestLibrary(places)
    expect(library.recovery).not.toBeNull()
    await library.close()
  })

  it('is mended also where a crash cut the mending off', async () => {
    const places = libraryPlaces(parent)
    const before = await openTestLibrary(places)
    const board = before.boards.create('b')
    await before.backUpDaily()
    await before.close()
    copyFileSync(`${places.databasePath}.bak`, `${places.databasePath}.restoring`)
    copyFileSync(places.databasePath, `${places.databasePath}.damaged-2026-11-23`)
    rmSync(places.databasePath)
    const library = await openTestLibrary(places)
    expect(library.boards.list()).toEqual([board])
    await library.close()
  })
})

describe('the daily backup', () => {
  it('is made once a day, and the one before is kept', async () => {
    const path = pathOfNone()
    const { connection } = await openDatabase(path, MIGRATIONS, NOW)
    const keys = (file: string): unknown => {
      const backup = new Database(file)
      const found = backup.prepare('SELECT name FROM stored_values').pluck().all()
      backup.close()
      return found
    }
    await backUpDaily(connection, path, Date.now())
    connection.exec(`INSERT INTO stored_values VALUES ('later', '1')`)
    await backUpDaily(connection, path, Date.now())
    expect(keys(`${path}.bak`)).toEqual([])
    await backUpDaily(connection, path, Date.now() + 25 * 3_600_000)
    expect(keys(`${path}.bak`)).toEqual(['later'])
    expect(keys(`${path}.bak-previous`)).toEqual([])
    connection.close()
    expect(files(path)).toEqual([path, `${path}.bak`, `${path}.bak-previous`].map((name) => basename(name)))
    expect(existsSync(`${path}.bak.part`)).toBe(false)
  })
})
