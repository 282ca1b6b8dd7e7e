import Database from 'better-sqlite3'
import { randomInt } from 'node:crypto'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { TEMPORARY_PREFIX } from '../../main/files/atomic-write.ts'
import { decodePixels } from '../../main/images/decode-pixels.ts'
import { hashPixels } from '../../main/images/pixel-hash.ts'
import { jobSchema, type Job } from '../../main/server/contract/generation.ts'
import { boardSchema, imageDetailSchema } from '../../main/server/contract/library.ts'
import { bootstrapSchema, eventSchema } from '../../main/server/contract/studio.ts'
import { filesBelow, startOnestroke } from '../cli/onestroke.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { pictureRequest } from '../server/studio.ts'

const ROUNDS = 100
/** A process dies after it has told of fewer pictures than this, and some moments more; at last after this time. */
const MOST_PICTURES = 4
const LONGEST_MOMENT_MS = 400
const LONGEST_LIFE_MS = 20_000

/** What the back end has said is done: by an answer with 200, or by an event. */
interface Acknowledged {
  readonly images: Set<string>
  readonly starred: Set<string>
  readonly boards: Set<string>
  readonly jobs: Map<string, Job['state']>
}

interface Running {
  readonly child: ChildProcess
  readonly ask: (method: string, path: string, body?: unknown) => Promise<unknown>
  /** Follows the events until the process ends. */
  readonly listen: (acknowledged: Acknowledged) => Promise<void>
}

async function serve(home: string): Promise<Running> {
  const child = await startOnestroke(['serve', '--json', '--port', '0'], { home })
  const printed: string[] = []
  child.stderr!.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  const [line] = (await Promise.race([once(createInterface(child.stdout!), 'line'), once(child, 'close')])) as [string]
  if (typeof line !== 'string') throw new Error(`serve ended: ${printed.join('')}`)
  const { url } = JSON.parse(line) as { url: string }
  const { origin, searchParams } = new URL(url)
  const headers = { authorization: `Bearer ${searchParams.get('token')}`, 'content-type': 'application/json' }
  return {
    child,
    async ask(method, path, body) {
      const init = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(`${origin}${path}`, { method, headers, ...init })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    async listen({ images, jobs }) {
      const answer = await fetch(`${origin}/api/events`, { headers })
      let rest = ''
      for await (const text of answer.body!.pipeThrough(new TextDecoderStream())) {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        for (const event of lines.map((entry) => eventSchema.parse(JSON.parse(entry)))) {
          if (event.type === 'imageAdded') images.add(event.image.id)
          if (event.type === 'job') jobs.set(event.job.id, event.job.state)
        }
      }
    },
  }
}

/** Generates and edits without a pause; ends when the process does. */
async function workUntilKilled({ ask }: Running, { images, starred, boards, jobs }: Acknowledged): Promise<void> {
  for (let turn = 0; ; turn++) {
    if (turn % 20 === 0) {
      const request = pictureRequest({ seed: randomInt(1e6), count: 1 + randomInt(3), prompt: `a fox ${turn}` })
      for (const job of jobSchema.array().parse(await ask('POST', '/api/jobs', request))) jobs.set(job.id, job.state)
    }
    const id = [...images].at(-1)
    if (id !== undefined) {
      await ask('PATCH', '/api/images', { ids: [id], starred: true })
      starred.add(id)
    }
    for (const board of boardSchema.array().parse(await ask('POST', '/api/boards', { name: `board ${turn}` }))) {
      boards.add(board.id)
    }
    await ask('PUT', '/api/ui-state', { turn })
    await wait(40)
  }
}

function expectIntact(home: string): void {
  const database = new Database(join(home, 'data', 'library.db'))
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(database.pragma('foreign_key_check')).toEqual([])
  database.close()
}

async function expectPicture({ ask }: Running, id: string): Promise<void> {
  const detail = imageDetailSchema.parse(await ask('GET', `/api/images/${id}`))
  expect(detail.present).toBe(true)
  expect(hashPixels((await decodePixels(detail.path)).pixels)).toBe(detail.pixelSha256)
}

const temporaries = (home: string) =>
  filesBelow(join(home, 'pictures')).filter((name) => name.startsWith(TEMPORARY_PREFIX))

/** What was acknowledged before the kill is there, and what it cut off is told. */
async function expectKept(running: Running, before: Acknowledged, round: Acknowledged): Promise<void> {
  for (const id of round.images) await expectPicture(running, id)
  const state = bootstrapSchema.parse(await running.ask('GET', '/api/bootstrap'))
  const known = new Map([...state.queue.active, ...state.queue.recent].map((job) => [job.id, job]))
  for (const [id, last] of round.jobs) {
    // Of the finished jobs only the latest are told.
    const job = known.get(id)
    const isKept = last === 'done' ? (job?.state ?? 'done') === 'done' : job !== undefined
    expect({ id, last, job, isKept }).toMatchObject({ isKept: true })
  }
  const reasons = [...known.values()].flatMap(({ state: how, error }) => (how === 'failed' ? [error?.message] : []))
  expect(new Set(reasons).size).toBeLessThanOrEqual(1)
  expect(reasons.join()).toMatch(/^$|Its settings are kept/)
  expect(state.boards.map(({ id }) => id)).toEqual(expect.arrayContaining([...round.boards]))
  expect(state.imageCount).toBeGreaterThanOrEqual(before.images.size)
  for (const id of round.starred) {
    expect(imageDetailSchema.parse(await running.ask('GET', `/api/images/${id}`)).starred).toBe(true)
  }
}

const nothing = (): Acknowledged => ({ images: new Set(), starred: new Set(), boards: new Set(), jobs: new Map() })

function addTo(all: Acknowledged, round: Acknowledged): void {
  for (const id of round.images) all.images.add(id)
  for (const id of round.starred) all.starred.add(id)
}

async function waitForPictures({ images }: Acknowledged, count: number): Promise<void> {
  const started = performance.now()
  while (images.size < count && performance.now() - started < LONGEST_LIFE_MS) await wait(20)
}

async function untilQueueIsEmpty({ ask }: Running): Promise<void> {
  for (;;) {
    const { queue } = bootstrapSchema.parse(await ask('GET', '/api/bootstrap'))
    if (queue.active.length === 0) return
    await wait(200)
  }
}

describe('a back end that is killed at random moments', () => {
  it('keeps all it acknowledged, and goes on', { timeout: 1_500_000 }, async () => {
    const home = temporaryFolder()
    const all = nothing()
    let round = nothing()
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      const running = await serve(home)
      await expectKept(running, all, round)
      addTo(all, round)
      round = nothing()
      const closed = once(running.child, 'close')
      const work = Promise.allSettled([running.listen(round), workUntilKilled(running, round)])
      await waitForPictures(round, randomInt(MOST_PICTURES))
      await wait(randomInt(LONGEST_MOMENT_MS))
      running.child.kill('SIGKILL')
      await Promise.all([closed, work])
      expectIntact(home)
    }
    const last = await serve(home)
    await expectKept(last, all, round)
    addTo(all, round)
    await untilQueueIsEmpty(last)
    await expect.poll(() => temporaries(home), { timeout: 10_000 }).toEqual([])
    for (const id of all.images) await expectPicture(last, id)
    const closed = once(last.child, 'close')
    last.child.kill('SIGTERM')
    expect(await closed).toEqual([0, null])
    expectIntact(home)
    expect(all.images.size).toBeGreaterThan(ROUNDS / 2)
    process.stdout.write(`${ROUNDS} kills, ${all.images.size} pictures kept\n`)
  })

  it('shares its data folder with no second one', async () => {
    const home = temporaryFolder()
    const first = await serve(home)
    const second = await startOnestroke(['serve', '--json', '--port', '0'], { home })
    let told = ''
    second.stderr!.setEncoding('utf8').on('data', (text: string) => (told += text))
    expect(await once(second, 'close')).toEqual([1, null])
    expect(told).toBe(`Another Onestroke (process ${first.child.pid}) is using the same data folder. Close it first.\n`)
    const closed = once(first.child, 'close')
    first.child.kill('SIGINT')
    expect(await closed).toEqual([0, null])
  })
})
