import type { ElectronApplication, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { launch, makeShellApp } from './launch.ts'

const folder = temporaryFolder()
let application: ElectronApplication
let page: Page

beforeAll(async () => {
  makeShellApp(folder)
  application = await launch(folder)
  page = await application.firstWindow()
  await page.waitForSelector('h1:text("Fake page")')
})
afterAll(() => application?.close())

describe('the page', () => {
  it('comes from the back end, under our scheme, with our headers', async () => {
    expect(page.url()).toBe('onestroke://app/')
    const headers = await page.evaluate(async () => Object.fromEntries((await fetch('/')).headers))
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'") as string,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
  })

  it('runs its own script', async () => {
    expect(await page.evaluate(() => globalThis.scriptRan)).toBe(true)
  })

  it('reads an answer while the back end is still writing it', async () => {
    const arrivals = await page.evaluate(async () => {
      const times: number[] = []
      const reader = (await fetch('/api/lines')).body?.getReader()
      while ((await reader?.read())?.done === false) times.push(performance.now())
      return times
    })
    expect(arrivals.length).toBeGreaterThanOrEqual(4)
    // Written over 400 ms.
    expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(200)
  })

  it.each([
    ['text', 5, 'apple'],
    ['a file', 3_000_000, 'aaaaa'],
  ])('sends %s', async (kind, bytes, start) => {
    const echo = await page.evaluate(
      async ([kindToSend, length]) => {
        const body = kindToSend === 'text' ? 'apple' : new Blob(['a'.repeat(length)])
        const response = await fetch('/api/echo?x=1', {
          method: 'PUT',
          headers: { 'content-type': 'text/plain' },
          body,
        })
        return (await response.json()) as {
          method: string
          bytes: number
          start: string
          headers: Record<string, string>
        }
      },
      [kind, bytes] as const,
    )
    expect(echo).toMatchObject({ method: 'PUT', bytes })
    expect(echo.start.slice(0, 5)).toBe(start)
    expect(echo.headers).toMatchObject({ host: 'app', 'content-type': 'text/plain' })
    expect(echo.headers).not.toHaveProperty('origin')
    expect(echo.headers).not.toHaveProperty('cookie')
  })
})

describe('the window', () => {
  it('is sandboxed and isolated', async () => {
    const preferences = await application.evaluate(({ BrowserWindow }) =>
      // Missing from Electron's types, not from Electron.
      (
        BrowserWindow.getAllWindows()[0]!.webContents as unknown as { getLastWebPreferences(): object }
      ).getLastWebPreferences(),
    )
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    })
  })

  it('gives the page the bridge and nothing of Node', async () => {
    const found = await page.evaluate(() => ({
      bridge: Object.keys(globalThis.onestroke),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    }))
    expect(found).toEqual({
      bridge: ['platform', 'openFile', 'openFolder', 'pathOf', 'reveal', 'startDrag', 'onOpenFile', 'onMenuCommand'],
      node: [],
    })
  })

  it('takes language and theme from the settings', async () => {
    await expect
      .poll(() => application.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label)))
      .toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Fenster', 'Hilfe'])
    expect(await application.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
  })
})
