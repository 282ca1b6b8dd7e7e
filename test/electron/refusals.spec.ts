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
  await application.evaluate(({ shell }) => {
    const opened: string[] = []
    shell.openExternal = (url) => Promise.resolve(void opened.push(url))
    Object.assign(globalThis, { opened })
  })
})
afterAll(() => application?.close())

const takeOpened = () =>
  application.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.splice(0, Number.POSITIVE_INFINITY))

describe('navigation', () => {
  it.each([
    'https://example.com/',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'data:text/html,<h1>other</h1>',
    'onestroke://app/api/settings',
    'onestroke://shell/status',
    'onestroke://other/',
  ])('to %s is refused', async (url) => {
    await page.evaluate((target) => {
      globalThis.marker = 'still here'
      location.href = target
    }, url)
    await page.waitForTimeout(300)
    expect(page.url()).toBe('onestroke://app/')
    expect(await page.evaluate(() => globalThis.marker)).toBe('still here')
    expect(await takeOpened()).toEqual([])
  })

  it('of a frame is refused', async () => {
    const loads = await page.evaluate(async () => {
      const count = async () => ((await (await fetch('/api/loads')).json()) as { loads: number }).loads
      const before = await count()
      for (const source of ['onestroke://app/', 'https://example.com/', 'file:///etc/passwd']) {
        const frame = document.createElement('iframe')
        frame.src = source
        document.body.append(frame)
      }
      await new Promise((resolve) => setTimeout(resolve, 500))
      const texts = [...document.querySelectorAll('iframe')].map(
        (frame) => frame.contentDocument?.body.textContent ?? '',
      )
      return { before, after: await count(), texts }
    })
    expect(loads.after).toBe(loads.before)
    // Empty, or Chromium's error page, which is not ours to read.
    expect(loads.texts).toEqual(['', '', ''])
  })
})

describe('a new window', () => {
  it.each([
    ['https://example.com/', ['https://example.com/']],
    ['http://example.com/', []],
    ['file:///etc/passwd', []],
    ['onestroke://app/', []],
    ['javascript:alert(1)', []],
    ['about:blank', []],
  ])('at %s is refused', async (url, expected) => {
    const opened = await page.evaluate((target) => open(target) === null, url)
    expect(opened).toBe(true)
    expect(application.windows()).toHaveLength(1)
    expect(await takeOpened()).toEqual(expected)
  })
})

describe('loading', () => {
  it.each(['file:///etc/passwd', 'https://example.com/', 'http://127.0.0.1:1/', 'onestroke://shell/status'])(
    'from %s is refused',
    async (url) => {
      const outcome = await page.evaluate(
        (target) =>
          fetch(target).then(
            () => 'answered',
            () => 'refused',
          ),
        url,
      )
      expect(outcome).toBe('refused')
    },
  )

  it('is refused by the session as well, where no policy of the page forbids it', async () => {
    const outcome = await application.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false })
      try {
        return await other.loadURL('http://127.0.0.1:1/').then(
          () => 'loaded',
          (error: Error) => error.message,
        )
      } finally {
        other.destroy()
      }
    })
    expect(outcome).toContain('ERR_BLOCKED_BY_CLIENT')
  })

  it('of code that is not a file of ours is refused', async () => {
    const outcomes = await page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.marker = "inline script"'
      document.body.append(script)
      // Later, since the policy does not hold for what Playwright itself runs in the page.
      await new Promise((resolve) => setTimeout(resolve, 10))
      return new Promise<unknown[]>((resolve) => {
        setTimeout(() => {
          try {
            // oxlint-disable-next-line no-eval -- the attack itself
            resolve([globalThis.marker, (0, eval)('"eval"') as unknown])
          } catch {
            resolve([globalThis.marker, 'refused'])
          }
        })
      })
    })
    expect(outcomes).toEqual(['still here', 'refused'])
  })
})

describe('permissions', () => {
  it('are denied, all but writing to the clipboard', async () => {
    const outcome = await page.evaluate(async () => {
      const attempt = (promise: Promise<unknown>) =>
        promise.then(
          () => 'granted',
          () => 'denied',
        )
      return {
        write: (await navigator.permissions.query({ name: 'clipboard-write' as PermissionName })).state,
        read: (await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })).state,
        camera: await attempt(navigator.mediaDevices.getUserMedia({ video: true })),
        place: await attempt(
          new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        ),
      }
    })
    expect(outcome).toEqual({ write: 'granted', read: 'denied', camera: 'denied', place: 'denied' })
  })
})
