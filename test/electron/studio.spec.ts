import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { DIST } from '../../build/repository.mjs'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { electronArguments, electronEnvironment, homeOf } from './launch.ts'
import { chooseInMenu, makeStudio, openStudio, type OpenStudio } from './studio-app.ts'

// Window, back end, engine and the built-in model together, as an artist uses them. Each test goes on where the one before
// left the studio.

const PROMPT = 'a red apple, 3d render on a white background'
const folder = temporaryFolder()
let studio: OpenStudio

beforeAll(async () => {
  await makeStudio(folder)
  studio = await openStudio(folder)
  await studio.application.evaluate(({ dialog, shell, BrowserWindow }) => {
    const calls: unknown[] = []
    const answers: string[] = []
    const showOpenDialog = (_window: unknown, { properties }: { properties: string[] }) => {
      calls.push(properties)
      const path = answers.shift()
      return Promise.resolve({ canceled: path === undefined, filePaths: path === undefined ? [] : [path] })
    }
    const showMessageBox = (_window: unknown, { message }: { message: string }) => Promise.resolve(calls.push(message))
    Object.assign(dialog, { showOpenDialog, showMessageBox })
    Object.assign(shell, {
      showItemInFolder: (path: string) => void calls.push(path),
      openPath: (path: string) => Promise.resolve(calls.push(path)).then(() => ''),
    })
    BrowserWindow.getAllWindows()[0]!.webContents.startDrag = ({ files }) => void calls.push(files)
    Object.assign(globalThis, { calls, answers })
  })
})
afterAll(() => studio?.application.close())

/** What the stubs above were asked for since the last time. */
const takeCalls = () =>
  studio.application.evaluate(() =>
    (globalThis as unknown as { calls: unknown[] }).calls.splice(0, Number.POSITIVE_INFINITY),
  )
/** What the next dialog of the system gives. */
const answerDialog = (path: string) =>
  studio.application.evaluate(
    (_, answer) => void (globalThis as unknown as { answers: string[] }).answers.push(answer),
    path,
  )
const button = (name: string) => studio.page.getByRole('button', { name, exact: true }).first()
const cells = () => studio.page.getByRole('listbox', { name: 'Gallery' }).getByRole('option')
const dialogTitle = (title: string) => studio.page.getByRole('dialog').getByRole('heading', { name: title })
const closeDialog = () => studio.page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click()

const generate = () => studio.page.getByRole('button', { name: /^Generate/ }).click()

async function chooseAction(name: string): Promise<void> {
  await button('More actions').click()
  await studio.page.getByRole('menuitem', { name }).click()
}

/** The files of the library's pictures. */
function pictureFiles(): string[] {
  const pictures = join(homeOf(folder), 'pictures')
  const names = existsSync(pictures) ? readdirSync(pictures, { recursive: true, encoding: 'utf8' }) : []
  return names.filter((name) => name.endsWith('.png')).map((name) => join(pictures, name))
}

describe('a picture', () => {
  it('is generated and shown', async () => {
    const { page } = studio
    await generate()
    const picture = page.locator('img[src*="/file"]').first()
    await picture.waitFor({ timeout: 60_000 })
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(128)
    await expect.poll(() => cells().count()).toBe(1)
    await page.screenshot({ path: join(DIST, 'screens', 'window.png') })
  })

  it('comes out identical when it is made again', async () => {
    await button('Regenerate').click()
    const outcome = studio.page.getByText('identical', { exact: true })
    await expect.poll(() => outcome.isVisible(), { timeout: 60_000 }).toBe(true)
  })

  it('is found by a word of its prompt, and not by another', async () => {
    const search = studio.page.getByRole('textbox', { name: 'Search prompts' })
    await search.fill('teal')
    await expect.poll(() => cells().count()).toBe(1)
    await search.fill('elephant')
    await studio.page.getByText('No picture fits these filters.').waitFor()
    await search.fill('')
    await expect.poll(() => cells().count()).toBe(1)
  })

  it('is deleted, and comes back', async () => {
    await button('Move to the trash').click()
    await studio.page.getByText('1 picture moved to the trash').waitFor()
    await expect.poll(() => cells().count()).toBe(0)
    await button('Undo').click()
    await expect.poll(() => cells().count()).toBe(1)
    expect(pictureFiles()).toHaveLength(1)
  })

  it('goes to the clipboard, and its settings do', async () => {
    await chooseAction('Copy the picture')
    await studio.page.getByText('The picture is on the clipboard.').waitFor()
    const size = await studio.application.evaluate(async ({ clipboard, nativeImage }) => {
      const [item] = await clipboard.read()
      const png = await (await item!.getType('image/png')).arrayBuffer()
      return nativeImage.createFromBuffer(Buffer.from(png)).getSize()
    })
    expect(size).toEqual({ width: 128, height: 128 })
    await chooseAction('Copy the settings')
    await studio.page.getByText('The settings are on the clipboard.').waitFor()
    const text = await studio.application.evaluate(({ clipboard }) => clipboard.readText())
    expect(text).toMatch(new RegExp(`^${PROMPT}[^]*\\nSteps: 2, [^]*Seed: \\d+, Size: 128x128`))
  })

  it('is shown in its folder; where its file is gone, the page says which', async () => {
    const [file = ''] = pictureFiles()
    await chooseAction('Show in its folder')
    await expect.poll(takeCalls).toEqual([file])
    renameSync(file, `${file}.away`)
    await chooseAction('Show in its folder')
    await studio.page.getByText(/-a-red-apple.*\.png is not where it was\./).waitFor()
    renameSync(`${file}.away`, file)
    expect(await takeCalls()).toEqual([])
  })

  it('is dragged out together with the others that are selected, itself first', async () => {
    await generate()
    await expect.poll(() => cells().count(), { timeout: 60_000 }).toBe(2)
    const paths = await studio.page.evaluate(async () => {
      const page = (await (await fetch('/api/images?sort=newest')).json()) as { images: { id: string }[] }
      const details = page.images.map(async ({ id }) => (await (await fetch(`/api/images/${id}`)).json()) as object)
      return (await Promise.all(details)).map((detail) => (detail as { path: string }).path)
    })
    await cells().first().click()
    await cells()
      .nth(1)
      .click({ modifiers: ['Control'] })
    await cells()
      .nth(1)
      .evaluate((cell) => {
        cell.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: new DataTransfer() }))
      })
    await expect.poll(takeCalls).toEqual([paths.toReversed()])
    await button('Clear the selection').click()
  })

  it('is exported to a folder of the user’s choice', async () => {
    const target = join(folder, 'export')
    mkdirSync(target)
    await answerDialog(target)
    await chooseAction('Save a copy')
    await studio.page.getByText(`1 picture copied to ${target}`).waitFor()
    expect(readdirSync(target)).toHaveLength(1)
    expect(await takeCalls()).toEqual([['openDirectory', 'createDirectory']])
  })
})

describe('a file opened with Onestroke', () => {
  it('that is a picture offers its settings', async () => {
    const { page } = studio
    await page.locator('#prompt').fill('something else')
    const [file = ''] = pictureFiles()
    const second = spawn(inject('electron').executable, electronArguments(folder, [file]), {
      env: electronEnvironment(folder),
      stdio: 'ignore',
    })
    expect(await once(second, 'exit')).toEqual([0, null])
    await dialogTitle('Settings from a picture').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Use all' }).click()
    await expect.poll(() => page.locator('#prompt').inputValue()).toBe(PROMPT)
  })

  it('from the menu does so, too', async () => {
    const [file = ''] = pictureFiles()
    await answerDialog(file)
    await chooseInMenu(studio.application, 'Open Picture…')
    await dialogTitle('Settings from a picture').waitFor()
    expect(await takeCalls()).toEqual([['openFile']])
    await closeDialog()
  })

  it('that holds weights is offered as a model, one after the other', async () => {
    const { application, page } = studio
    const files = ['first.safetensors', 'second.safetensors'].map((name) => join(folder, name))
    for (const file of files) writeFileSync(file, 'no weights')
    await application.evaluate(
      ({ app }, [first, second]) => void app.emit('second-instance', {}, ['electron', '/app', first, second], '/'),
      files,
    )
    for (const file of files) {
      await dialogTitle('Add a model or LoRA').waitFor()
      await expect.poll(() => page.locator('#model-path').inputValue()).toBe(file)
      await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByRole('dialog').getByRole('alert').getByText('safetensors').waitFor()
      await closeDialog()
    }
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })
})

describe('the menu', () => {
  it.each([
    ['Settings…', 'Settings'],
    ['Keyboard Shortcuts', 'Keyboard shortcuts'],
    ['Add Model…', 'Models'],
  ])('%s opens its dialog', async (label, title) => {
    await chooseInMenu(studio.application, label)
    await expect.poll(() => dialogTitle(title).isVisible()).toBe(true)
    await closeDialog()
    await expect.poll(() => studio.page.getByRole('dialog').count()).toBe(0)
  })

  it('folds the panels, and shows the gallery in the whole window', async () => {
    const { application, page } = studio
    const prompt = page.getByRole('region', { name: 'Prompt and settings' })
    const gallery = page.getByRole('region', { name: 'Gallery' })
    await chooseInMenu(application, 'Show or Fold the Prompt Panel')
    await expect.poll(() => prompt.isVisible()).toBe(false)
    await chooseInMenu(application, 'Show or Fold the Gallery')
    await expect.poll(() => gallery.isVisible()).toBe(false)
    await chooseInMenu(application, 'Only the Picture')
    await expect.poll(async () => [await prompt.isVisible(), await gallery.isVisible()]).toEqual([true, true])
    await chooseInMenu(application, 'Gallery in Full View')
    await page.getByRole('main', { name: 'Gallery' }).waitFor()
    await chooseInMenu(application, 'Gallery in Full View')
    await page.getByRole('main', { name: 'Picture' }).waitFor()
  })

  it('shows the pictures folder, and what Onestroke is', async () => {
    await chooseInMenu(studio.application, 'Show Pictures Folder')
    await expect.poll(takeCalls).toEqual([join(homeOf(folder), 'pictures')])
    await chooseInMenu(studio.application, 'About Onestroke')
    expect(await takeCalls()).toEqual([expect.stringMatching(/^Onestroke \d/)])
  })
})

describe('the settings', () => {
  it('keep new pictures in another folder', async () => {
    const { application, page } = studio
    const target = join(folder, 'elsewhere')
    await chooseInMenu(application, 'Settings…')
    await answerDialog(target)
    await page.getByRole('button', { name: 'Choose another folder…' }).click()
    await page.getByRole('dialog').getByText(target).waitFor()
    await page.screenshot({ path: join(DIST, 'screens', 'window-settings.png') })
    await closeDialog()
    await generate()
    await expect.poll(() => cells().count(), { timeout: 60_000 }).toBe(3)
    expect(
      readdirSync(target, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.png')),
    ).toHaveLength(1)
  })

  it('change the language of the menu together with the page’s', async () => {
    const { application, page } = studio
    await chooseInMenu(application, 'Settings…')
    await page.getByRole('dialog').getByText('Deutsch').click()
    await page.getByRole('dialog').getByText('Sprache').waitFor()
    await expect
      .poll(() =>
        chooseInMenu(application, 'Tastenkürzel').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    await dialogTitle('Tastenkürzel').waitFor()
    await page.screenshot({ path: join(DIST, 'screens', 'window-german.png') })
  })
})

it('nothing that the page tried was refused', () => {
  // The status of the answer to weights that are none.
  expect(studio.problems.filter((problem) => !problem.includes('status of 4'))).toEqual([])
})
