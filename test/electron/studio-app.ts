import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { inject } from 'vitest'
import { ensureBuilt } from '../../build/bundle.mjs'
import { homeOf, launch, makeStudioApp } from './launch.ts'

/** For everything that computes no picture. */
const PATIENCE_MS = 10_000

/** The whole application in a window, on its own library. */
export interface OpenStudio {
  readonly application: ElectronApplication
  readonly page: Page
  /** What the page could not do or load, in its own words. */
  readonly problems: readonly string[]
}

/** Builds the application and puts it in `folder`. */
export async function makeStudio(folder: string): Promise<void> {
  await ensureBuilt(['core', inject('electron').generation === 'older' ? 'olderPage' : 'page'])
  makeStudioApp(folder)
}

/** Opens the studio in `folder` and waits until it can be used. */
export async function openStudio(folder: string, args: readonly string[] = []): Promise<OpenStudio> {
  const application = await launch(folder, args)
  const page = await application.firstWindow()
  page.setDefaultTimeout(PATIENCE_MS)
  const problems: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())))
  page.on('pageerror', (error) => void problems.push(error.message))
  await page.locator('#prompt').waitFor()
  return { application, page, problems }
}

/**
 * Picks an item of the menu bar, as a click does.
 * @throws where there is none, or it is greyed.
 */
export async function chooseInMenu(application: ElectronApplication, label: string): Promise<void> {
  await application.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? []
    const item = items.find((candidate) => candidate.label === wanted)
    if (item?.enabled !== true) throw new Error(`The menu does not offer "${wanted}".`)
    ;(item.click as () => void)()
  }, label)
}

/** The process that keeps the library of the studio in `folder`. */
export function backEndOf(folder: string): number {
  const lock: unknown = JSON.parse(readFileSync(join(homeOf(folder), 'data', 'onestroke.lock'), 'utf8'))
  return (lock as { pid: number }).pid
}
