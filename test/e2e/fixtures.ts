import { join } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { StudioPage } from './studio-page.ts'
import { startStudio, type Studio } from './studio.ts'

interface Fixtures {
  /** A studio of its own for each test, with an empty library. */
  readonly studio: Studio
  /** What the page logged as an error, checked to be nothing when the test ends; a test that expects some empties it. */
  readonly problems: string[]
  /** The studio's page, open. */
  readonly ui: StudioPage
}

const SCREENS = join(import.meta.dirname, 'screens')

export const test = base.extend<Fixtures>({
  // Playwright reads a fixture's needs off this pattern.
  // oxlint-disable-next-line no-empty-pattern
  studio: async ({}, use) => {
    const studio = await startStudio()
    await use(studio)
    await studio.end()
  },
  // After the studio, so that it is judged before that ends.
  problems: async ({ page, studio: _started }, use) => {
    const problems: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
    })
    page.on('pageerror', (error) => problems.push(error.message))
    await use(problems)
    expect(problems).toEqual([])
  },
  ui: async ({ page, studio, problems: _watched }, use) => {
    const ui = new StudioPage(page)
    await ui.open(studio.url)
    await use(ui)
  },
})

export { expect }

/** Keeps a picture of a state for people to look at. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: 'disabled' })
}
