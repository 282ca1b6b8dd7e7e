import Database from 'better-sqlite3'
import { fork, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { TEMPORARY_PREFIX } from '../../main/files/atomic-write.ts'
import { decodePixels } from '../../main/images/decode-pixels.ts'
import { hashPixels } from '../../main/images/pixel-hash.ts'
import { openLibrary } from '../../main/library/open-library.ts'
import type { Library } from '../../main/library/library.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import type { Acknowledgement, Start } from './fixtures/library-messages.ts'

const ROUNDS = 100
/** Children that start up while another one works: starting takes longer than a round. */
const AHEAD = 2
/** A child dies after a number of acknowledgements below this, and some moments more. */
const MOST_ACKNOWLEDGED = 14
/** Opening the library takes about as long, so where the number is 0 the child dies in it. */
const LONGEST_MOMENT_MS = 25

type Of<Type extends Acknowledgement['type']> = Extract<Acknowledgement, { type: Type }>

interface Child {
  readonly process: ChildProcess
  /** Its messages, and what it printed on its own. */
  readonly acknowledged: Acknowledgement[]
  readonly printed: string[]
  /** Resolves when it has sent so many messages. */
  readonly reach: (count: number) => Promise<void>
}

/** @param cache where compiled code is kept from child to child */
function startChild(cache: string): Child {
  const child = fork(join(import.meta.dirname, 'fixtures', 'library-child.ts'), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  })
  const acknowledged: Acknowledgement[] = []
  const printed: string[] = []
  child.stderr?.on('data', (text: Buffer) => printed.push(text.toString()))
  child.on('message', (message: Acknowledgement) => acknowledged.push(message))
  const reach = async (count: number): Promise<void> => {
    while (acknowledged.length < count && child.connected) await once(child, 'message')
  }
  return { process: child, acknowledged, printed, reach }
}

/** Lets a child work until a random moment. @returns how it ended. */
async function runAndKill(child: Child, start: Start): Promise<unknown> {
  await child.reach(1)
  const closed = once(child.process, 'close')
  child.process.send(start)
  // One more: that it is ready.
  await child.reach(1 + randomInt(MOST_ACKNOWLEDGED))
  await wait(randomInt(LONGEST_MOMENT_MS))
  child.process.kill('SIGKILL')
  const [, signal] = (await closed) as [number | null, string | null]
  return { printed: child.printed.join(''), signal }
}

function ofType<Type extends Acknowledgement['type']>(all: readonly Acknowledgement[], type: Type): Of<Type>[] {
  return all.filter((message): message is Of<Type> => message.type === type)
}

function expectEverything(library: Library, all: readonly Acknowledgement[], knownPaths: ReadonlySet<string>): void {
  for (const { id, path } of ofType(all, 'added')) {
    expect(library.images.detail(id)).toMatchObject({ id, path, present: true })
  }
  for (const { path } of ofType(all, 'saved')) expect(knownPaths).toContain(path)
  for (const { id, rating } of ofType(all, 'rated')) {
    expect(library.images.get(id)).toMatchObject({ starred: true, rating })
  }
  for (const { id } of ofType(all, 'board')) expect(library.boards.get(id)).not.toBeNull()
  for (const { id, boardId } of ofType(all, 'onBoard')) expect(library.images.detail(id)?.boardIds).toContain(boardId)
  const prompts = library.promptHistory.list()
  for (const { prompt } of ofType(all, 'prompt').slice(-100)) expect(prompts).toContain(prompt)
}

function readPaths(library: Library): Set<string> {
  const { images } = library.images.page({ sort: 'newest' }, { limit: 100_000 })
  return new Set(images.map(({ id }) => library.images.path(id) ?? ''))
}

function expectIntact(databasePath: string): void {
  const database = new Database(databasePath)
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.pragma('foreign_key_check')).toEqual([])
  // Compares the full-text index with the rows; throws where they differ.
  database.exec(`INSERT INTO image_text (image_text, rank) VALUES ('integrity-check', 1)`)
  database.close()
}

it(`keeps all it acknowledged through ${ROUNDS} kills at random moments`, { timeout: 300_000 }, async () => {
  const folder = temporaryFolder()
  const places: Start = { databasePath: join(folder, 'library.db'), picturesFolder: join(folder, 'pictures') }
  const cache = join(folder, 'compiled')
  const children = Array.from({ length: AHEAD }, () => startChild(cache))
  const all: Acknowledgement[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const child = children.shift() ?? startChild(cache)
    if (round + AHEAD < ROUNDS) children.push(startChild(cache))
    expect(await runAndKill(child, places)).toEqual({ printed: '', signal: 'SIGKILL' })
    const library = await openLibrary({ ...places, trash: () => Promise.resolve() })
    expect(library.recovery).toBeNull()
    const { problems, missing } = await library.reconcile()
    expect({ problems, missing }).toEqual({ problems: [], missing: 0 })
    expectEverything(library, child.acknowledged, readPaths(library))
    await library.close()
    expectIntact(places.databasePath)
    all.push(...child.acknowledged)
  }
  const library = await openLibrary({ ...places, trash: () => Promise.resolve() })
  const paths = readPaths(library)
  expectEverything(library, all, paths)
  await library.close()
  const added = ofType(all, 'added')
  expect(added.length).toBeGreaterThan(ROUNDS)
  for (const { path, pixelSha256 } of added) expect(hashPixels((await decodePixels(path)).pixels)).toBe(pixelSha256)
  const files = readdirSync(places.picturesFolder, { recursive: true, encoding: 'utf8' })
  expect(files.filter((name) => name.includes(TEMPORARY_PREFIX))).toEqual([])
  expect(files.filter((name) => name.endsWith('.png'))).toHaveLength(paths.size)
})
