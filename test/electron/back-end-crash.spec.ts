import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { homeOf, launch, makeShellApp } from './launch.ts'

async function backEndPid(page: Page): Promise<number> {
  return page.evaluate(async () => ((await (await fetch('/api/pid')).json()) as { pid: number }).pid)
}

async function crash(page: Page): Promise<void> {
  // The page may be gone before it can say that its request failed.
  await page.evaluate(() => fetch('/api/crash', { method: 'POST' }).catch(() => undefined)).catch(() => undefined)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

it('starts the back end again under the page, which keeps its state, until the third crash', async () => {
  const folder = temporaryFolder()
  makeShellApp(folder)
  const application = await launch(folder)
  try {
    const page = await application.firstWindow()
    await page.waitForSelector('h1:text("Fake page")')
    await page.evaluate(() => {
      globalThis.marker = 'draft'
    })
    const pids = [await backEndPid(page)]
    for (let crashes = 0; crashes < 2; crashes += 1) {
      await crash(page)
      // The crashed one's answer may still be on its way.
      await page.waitForTimeout(100)
      pids.push(await backEndPid(page))
    }
    expect(new Set(pids).size).toBe(3)
    expect(await page.evaluate(() => globalThis.marker)).toBe('draft')
    await crash(page)
    await page.waitForSelector('h1:text("Onestroke kann nicht weiterarbeiten")')
    expect(page.url()).toBe('onestroke://shell/status')
    expect(pids.filter(isRunning)).toEqual([])
  } finally {
    await application.close()
  }
})

it('says what keeps the back end from starting, and tries again when asked to', async () => {
  const folder = temporaryFolder()
  makeShellApp(folder)
  const broken = join(homeOf(folder), 'broken')
  writeFileSync(broken, '')
  const application = await launch(folder)
  try {
    const page = await application.firstWindow()
    await page.waitForSelector('h1:text("Onestroke cannot continue")')
    // Shown as text: it is not ours to trust.
    expect(await page.textContent('pre')).toContain('The library <b>cannot</b> be opened.')
    rmSync(broken)
    await page.click('a')
    await page.waitForSelector('h1:text("Fake page")')
    expect(page.url()).toBe('onestroke://app/')
  } finally {
    await application.close()
  }
})

it('ends the back end with the window, and even where it is killed itself', async () => {
  for (const end of ['close', 'kill'] as const) {
    // Of its own: the window before may still hold the lock of a single one.
    const folder = temporaryFolder()
    makeShellApp(folder)
    const application = await launch(folder)
    const page = await application.firstWindow()
    await page.waitForSelector('h1:text("Fake page")')
    const pid = await backEndPid(page)
    if (end === 'close') await application.close()
    else application.process().kill('SIGKILL')
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false)
  }
})

it('loads the page again whose process has died', async () => {
  const folder = temporaryFolder()
  makeShellApp(folder)
  const application = await launch(folder)
  try {
    const page = await application.firstWindow()
    await page.waitForSelector('h1:text("Fake page")')
    // Playwright does not follow a page into another process.
    const title = application.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const loaded = new Promise((resolve) => void webContents.once('did-finish-load', () => resolve(undefined)))
      webContents.forcefullyCrashRenderer()
      await loaded
      return (await webContents.executeJavaScript('document.title')) as string
    })
    expect(await title).toBe('Fake page')
  } finally {
    await application.close()
  }
})

it('opens where it was last', async () => {
  const folder = temporaryFolder()
  makeShellApp(folder)
  const place = { x: 120, y: 80, width: 900, height: 700 }
  const first = await launch(folder)
  await first.firstWindow()
  await first.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]!.setBounds(bounds), place)
  await first.close()
  const second = await launch(folder)
  try {
    await second.firstWindow()
    expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds())).toEqual(
      place,
    )
  } finally {
    await second.close()
  }
})
