import type { Page } from '@playwright/test'

/** One way of getting about in the gallery, done as a person does it. */
export interface Gesture {
  readonly name: string
  readonly perform: (grid: GridBox) => Promise<void>
}

/** The gallery's grid on the page. */
export interface GridBox {
  readonly page: Page
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Height of all that can be scrolled. */
  readonly content: number
}

/** About the time between two events of a wheel or a pointer, in milliseconds. */
const EVENT_MS = 16
const KEY_REPEAT_MS = 33
const BAR_WIDTH = 10
/** A hand moves the thumb across the whole gallery in this many events. */
const DOWN = Array.from({ length: 251 }, (_, event) => event / 250)
/** Long enough for pictures to load and be drawn; at so many stops the page has to forget pictures again. */
const STOP_MS = 160
/** Pixels of one event of a wheel: slow enough for pictures to be shown on the way, and a whole library in half a minute. */
const LOOK = 80
const FLING = 2400

const SCROLLER = '.scroller:has([role="listbox"])'

export async function findGrid(page: Page): Promise<GridBox> {
  return page
    .locator(SCROLLER)
    .evaluate((scroller) => {
      const { x, y, width, height } = scroller.getBoundingClientRect()
      return { x, y, width, height, content: scroller.scrollHeight }
    })
    .then((box) => ({ page, ...box }))
}

export const GESTURES: readonly Gesture[] = [
  { name: 'wheel, to look', perform: (grid) => turnWheel(grid, LOOK, 600) },
  { name: 'wheel, whole library', perform: (grid) => turnWheel(grid, FLING, Math.ceil(grid.content / FLING)) },
  { name: 'wheel, back to the top', perform: (grid) => turnWheel(grid, -FLING, Math.ceil(grid.content / FLING)) },
  { name: 'scrollbar, down and up', perform: (grid) => dragScrollbar(grid, [...DOWN, ...DOWN.toReversed()], EVENT_MS) },
  { name: 'scrollbar, with stops', perform: (grid) => dragScrollbar(grid, DOWN, STOP_MS) },
  { name: 'Page Down, held', perform: (grid) => holdKey(grid, 'PageDown', 150) },
  { name: 'arrow down, held', perform: (grid) => holdKey(grid, 'ArrowDown', 150) },
  { name: 'End and Home', perform: jump },
]

async function turnWheel({ page, x, y, width, height }: GridBox, pixels: number, events: number): Promise<void> {
  await page.mouse.move(x + width / 2, y + height / 2)
  for (let event = 0; event < events; event++) {
    const next = page.waitForTimeout(EVENT_MS)
    await page.mouse.wheel(0, pixels)
    await next
  }
}

/** @param places of the thumb, from 0 at the top to 1. */
async function dragScrollbar({ page, x, y, width, height }: GridBox, places: readonly number[], every: number) {
  const bar = x + width - BAR_WIDTH / 2
  const [top, bottom] = [y + 6, y + height - 6]
  await page.mouse.move(bar, top)
  await page.mouse.down()
  for (const place of places) {
    const next = page.waitForTimeout(every)
    await page.mouse.move(bar, top + place * (bottom - top))
    await next
  }
  await page.mouse.up()
}

async function holdKey({ page }: GridBox, key: string, times: number): Promise<void> {
  await page.getByRole('listbox', { name: 'Gallery' }).focus()
  for (let time = 0; time < times; time++) {
    const next = page.waitForTimeout(KEY_REPEAT_MS)
    await page.keyboard.down(key)
    await next
  }
  await page.keyboard.up(key)
}

async function jump({ page }: GridBox): Promise<void> {
  await page.getByRole('listbox', { name: 'Gallery' }).focus()
  for (const key of ['End', 'Home', 'End', 'Home', 'End', 'Home']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(600)
  }
}
