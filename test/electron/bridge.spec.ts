import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { electronArguments, electronEnvironment, homeOf, launch, makeShellApp } from './launch.ts'

const ID = 'abcdefgh01234567'
const folder = temporaryFolder()
const picture = join(homeOf(folder), `${ID}.png`)
let application: ElectronApplication
let page: Page

beforeAll(async () => {
  makeShellApp(folder)
  writeFileSync(picture, readFileSync(join(import.meta.dirname, '..', '..', 'build', 'icons', 'icon.png')))
  application = await launch(folder, [picture])
  page = await application.firstWindow()
  await page.waitForSelector('h1:text("Fake page")')
  await application.evaluate(({ dialog, shell, BrowserWindow }) => {
    const calls: unknown[] = []
    const showOpenDialog = (_window: unknown, options: { properties: string[] }) => {
      calls.push(options.properties)
      return Promise.resolve({ canceled: calls.length > 1, filePaths: ['/models/a.safetensors'] })
    }
    Object.assign(dialog, { showOpenDialog })
    shell.showItemInFolder = (path) => void calls.push(path)
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    webContents.startDrag = ({ file, icon }) =>
      void calls.push({ file, hasIcon: typeof icon === 'object' && !icon.isEmpty() })
    Object.assign(globalThis, { calls })
  })
})
afterAll(() => application?.close())

const takeCalls = () =>
  application.evaluate(() => (globalThis as unknown as { calls: unknown[] }).calls.splice(0, Number.POSITIVE_INFINITY))

describe('window.onestroke', () => {
  it('asks for weights, and knows a cancelled dialog', async () => {
    expect(await page.evaluate(() => globalThis.onestroke.openFile())).toBe('/models/a.safetensors')
    expect(await page.evaluate(() => globalThis.onestroke.openFile('weights-folder'))).toBeNull()
    expect(await takeCalls()).toEqual([['openFile'], ['openDirectory']])
  })

  it('reveals a picture by its id', async () => {
    await page.evaluate((id) => globalThis.onestroke.reveal(id), ID)
    expect(await takeCalls()).toEqual([picture])
  })

  it('says which picture is missing', async () => {
    const missing = ID.replace('a', 'z')
    const message = await page.evaluate(
      (id) => globalThis.onestroke.reveal(id).catch((error: Error) => error.message),
      missing,
    )
    expect(message).toMatch(new RegExp(`^${missing}\\.png ist nicht mehr an seinem Ort\\.`))
  })

  it.each(['../../../etc/passwd', '/etc/passwd', '', 'ABCDEFGH01234567'])('refuses %j as an id', async (id) => {
    const outcome = await page.evaluate(
      (wrong) =>
        globalThis.onestroke.reveal(wrong).then(
          () => 'revealed',
          () => 'refused',
        ),
      id,
    )
    expect(outcome).toBe('refused')
    expect(await takeCalls()).toEqual([])
  })

  it('drags a picture’s file', async () => {
    await page.evaluate((id) => globalThis.onestroke.startDrag(id), ID)
    await expect.poll(takeCalls).toEqual([{ file: picture, hasIcon: true }])
  })

  it('passes on the menu’s commands', async () => {
    await page.evaluate(() => {
      globalThis.onestroke.onMenuCommand((name) => {
        globalThis.marker = name
      })
    })
    await application.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.items[4]?.submenu?.items[0]?.click())
    await expect.poll(() => page.evaluate(() => globalThis.marker)).toBe('shortcuts')
  })
})

describe('an opened file', () => {
  it('waits for the page, then comes with its bytes, also from a second start, which ends', async () => {
    await page.evaluate(() => {
      const names: string[] = []
      globalThis.marker = ''
      globalThis.onestroke.onOpenFile((file) => {
        names.push(file.kind === 'picture' ? `${file.name} ${file.bytes.length}` : file.path)
        globalThis.marker = names.join('|')
      })
    })
    const bytes = readFileSync(picture).length
    await expect.poll(() => page.evaluate(() => globalThis.marker)).toBe(`${ID}.png ${bytes}`)

    const weights = join(homeOf(folder), 'a.safetensors')
    writeFileSync(weights, '')
    const second = spawn(inject('electron').executable, electronArguments(folder, [weights]), {
      env: electronEnvironment(folder),
      stdio: 'ignore',
    })
    expect(await once(second, 'exit')).toEqual([0, null])
    await expect.poll(() => page.evaluate(() => globalThis.marker)).toBe(`${ID}.png ${bytes}|${weights}`)
    expect(application.windows()).toHaveLength(1)
  })
})
