// Scrolls a gallery of 100,000 pictures in Chromium (docs/benchmarks.md): `node test/bench/gallery-scroll.ts [ROWS]`.
// Only what must not grow decides the exit code: memory and nodes of the page after a second pass, never times.
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../e2e/find-chromium.mjs'
import { startStudio, type Studio } from '../e2e/studio.ts'
import { recordFrames, type FrameRecord } from './frame-recorder.ts'
import { findGrid, GESTURES, type Gesture } from './gallery-gestures.ts'
import { makeUpLibrary } from './made-up-library.ts'
import { linkPicture, makeUpPictures, storeThumbnails } from './made-up-pictures.ts'
import { formatTable } from './measure.ts'
import { recordTasks } from './task-times.ts'

const LONG_MS = 50
const MOST_HEAP_GROWTH = 1.1
const MOST_NODE_GROWTH = 1.02
/** Pictures of the grid that have to be there for the page to count as usable. */
const FIRST_PICTURES = 6

const rows = Number(process.argv[2] ?? 100_000)

async function fillHome(home: string): Promise<void> {
  const places = { databasePath: join(home, 'data', 'library.db'), picturesFolder: join(home, 'pictures') }
  const pictures = await makeUpPictures(join(home, 'made-up'))
  const writeFile = (path: string, index: number) => linkPicture(pictures, path, index)
  const { ids } = await makeUpLibrary({ ...places, rows, writeFile })
  storeThumbnails(places.databasePath, ids, pictures)
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium()
  return chromium.launch({
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    // One gesture is the scrollbar's.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    ...(executablePath === null ? {} : { executablePath }),
  })
}

/** Opens the page. @returns milliseconds from navigation to its first paint, and to the first pictures of the gallery. */
async function open(page: Page, url: string): Promise<{ readonly paint: number; readonly usable: number }> {
  await page.goto(url, { waitUntil: 'commit' })
  const usable = await page.evaluate(untilPictures, FIRST_PICTURES)
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
  return { paint: paint ?? NaN, usable }
}

/** Runs in the page. */
function untilPictures(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const pictures = document.querySelectorAll<HTMLImageElement>('[role=option] img')
      const drawn = [...pictures].filter((image) => image.complete && image.naturalWidth > 0)
      if (drawn.length >= wanted) resolve(performance.now())
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Presses End at the top. @returns milliseconds until the last pictures are drawn. */
async function jumpToEnd(page: Page): Promise<number> {
  await page.getByRole('listbox', { name: 'Gallery' }).focus()
  const start = performance.now()
  await page.keyboard.press('End')
  await page.locator(`[role=option][data-index="${rows - 1}"] img`).waitFor()
  await page.evaluate(untilPictures, FIRST_PICTURES)
  const end = performance.now()
  await page.keyboard.press('Home')
  await page.evaluate(untilPictures, FIRST_PICTURES)
  return end - start
}

interface Holdings {
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
}

/** What the page holds after all that nobody refers to is gone. */
async function readHoldings(session: CDPSession): Promise<Holdings> {
  // Once for what is dropped, again for what that alone held.
  for (let time = 0; time < 2; time++) await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const read = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? NaN
  return { heap: read('JSHeapUsedSize'), nodes: read('Nodes'), listeners: read('JSEventListeners') }
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
}

interface Recorded extends FrameRecord {
  /** Milliseconds of the processor that each task of the page took. */
  readonly tasks: readonly number[]
}

async function record(page: Page, perform: Gesture['perform']): Promise<Recorded> {
  const grid = await findGrid(page)
  const records: FrameRecord[] = []
  const tasks = await recordTasks(page, async () => {
    records.push(await recordFrames(page, () => perform(grid)))
  })
  const [frames] = records
  if (frames === undefined) throw new Error('Nothing was recorded')
  return { ...frames, tasks }
}

const FRAME_COLUMNS = ['ms', 'frames', 'p50', 'p95', 'longest', `> ${LONG_MS}`]
const TASK_COLUMNS = [`tasks > ${LONG_MS}`, 'longest', 'its scripts', 'its layout', 'longest by CPU', `> ${LONG_MS}`]
const HEADER = [...FRAME_COLUMNS, ...TASK_COLUMNS]

function describe(name: string, { frames, longFrames, longTasks, tasks }: Recorded): string[] {
  const sorted = frames.toSorted((a, b) => a - b)
  const longest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0)
  const long = (values: readonly number[]) => String(values.filter((value) => value > LONG_MS).length)
  const inTask = [longTasks, longFrames.map(({ script }) => script), longFrames.map(({ layout }) => layout)]
  const framesMs = [quantile(sorted, 0.5), quantile(sorted, 0.95), longest(sorted)]
  const milliseconds = (values: readonly number[]) => values.map((ms) => ms.toFixed(0))
  const frameCells = [String(frames.length), ...milliseconds(framesMs), long(frames)]
  const taskCells = [String(longTasks.length), ...milliseconds(inTask.map(longest)), ...milliseconds([longest(tasks)])]
  return [name, ...frameCells, ...taskCells, long(tasks)]
}

async function scroll(page: Page): Promise<void> {
  const table = [HEADER]
  for (const { name, perform } of GESTURES) table.push(describe(name, await record(page, perform)))
  process.stdout.write(`${formatTable(table)}\n`)
  await page.evaluate(untilPictures, FIRST_PICTURES)
  // Thumbnails that were asked for on the way may still come.
  await page.waitForTimeout(1000)
}

/** Whether what the page holds stayed as it was; says so. */
function holds(name: string, ratio: number, most: number): boolean {
  const inside = ratio <= most
  process.stdout.write(`${name}: ${ratio.toFixed(3)}, ${inside ? 'as' : 'NOT as'} expected (at most ${most})\n`)
  return inside
}

async function measure(page: Page, { url }: Studio): Promise<boolean> {
  for (const name of ['first opening', 'second opening']) {
    const { paint, usable } = await open(page, url)
    process.stdout.write(`${name}: first paint after ${paint.toFixed(0)} ms, pictures after ${usable.toFixed(0)} ms\n`)
  }
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await page.keyboard.press('g')
  await page.getByRole('button', { name: 'New board' }).waitFor()
  await page.evaluate(untilPictures, FIRST_PICTURES)
  process.stdout.write(`from the top to the last pictures: ${(await jumpToEnd(page)).toFixed(0)} ms\n`)
  await page.waitForTimeout(1000)
  const held = [await readHoldings(session)]
  for (const pass of ['First', 'Second']) {
    process.stdout.write(`\n${pass} pass\n`)
    await scroll(page)
    held.push(await readHoldings(session))
  }
  const body = ['at the start', 'after the first pass', 'after the second pass'].map((name, index) => {
    const { heap = NaN, nodes, listeners } = held[index] ?? {}
    return [name, (heap / 1e6).toFixed(1), String(nodes), String(listeners)]
  })
  process.stdout.write(`${formatTable([['', 'heap, MB', 'nodes', 'listeners'], ...body])}\n`)
  const [, first, second] = held
  const heapHolds = holds(
    'Heap, second pass against first',
    (second?.heap ?? NaN) / (first?.heap ?? NaN),
    MOST_HEAP_GROWTH,
  )
  const nodesHold = holds(
    'Nodes, second pass against first',
    (second?.nodes ?? NaN) / (first?.nodes ?? NaN),
    MOST_NODE_GROWTH,
  )
  return heapHolds && nodesHold
}

async function measureAll(): Promise<boolean> {
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores`
  const studio = await startStudio()
  const browser = await launch()
  process.stdout.write(`${machine}, Chromium ${browser.version()}, ${rows} pictures\n\n`)
  try {
    await studio.stop()
    await fillHome(studio.home)
    await studio.start()
    return await measure(await browser.newPage({ viewport: { width: 1440, height: 900 } }), studio)
  } finally {
    await browser.close()
    await studio.end()
  }
}

process.exitCode = (await measureAll()) ? 0 : 1
