import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import type { Recipe } from '../../models/recipe/recipe.ts'
import { answerWell } from '../fixtures/published-server.ts'
import { expect, test as base } from './fixtures.ts'
import { inspect } from './inspect.ts'
import { openModelShelf, type ModelShelf } from './model-shelf.ts'
import type { StudioPage } from './studio-page.ts'
import { startStudio, type Studio } from './studio.ts'

const test = base.extend<{ readonly shelf: ModelShelf }>({
  // Playwright reads a fixture's needs off this pattern.
  // oxlint-disable-next-line no-empty-pattern
  shelf: async ({}, use) => {
    const shelf = await openModelShelf()
    await use(shelf)
    await shelf.close()
  },
  studio: async ({ shelf }, use) => {
    const studio = await startStudio(shelf.program)
    await use(studio)
    await studio.end()
  },
})

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Models' })
const presetOf = (page: Page) => page.getByRole('combobox', { name: 'Preset' })

async function addFolder(page: Page, ui: StudioPage, folder: string): Promise<void> {
  await page.keyboard.press('Alt+m')
  await ui.choose('Models', 'On this computer')
  await dialogOf(page).getByRole('textbox', { name: 'Path on this computer' }).fill(folder)
  await dialogOf(page).getByRole('button', { name: 'Add as a folder' }).click()
  await expect(dialogOf(page).getByText('watched for changes')).toBeVisible()
}

async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Model:/ }).click()
  await page.getByRole('combobox', { name: 'Search models' }).fill(name)
  await page.getByRole('option', { name }).click()
}

async function addLora(page: Page, name: string, strength: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a LoRA' }).click()
  await page.getByRole('option', { name }).click()
  const field = page.getByRole('spinbutton', { name: `Strength of ${name}` })
  await field.fill(strength)
  await field.press('Tab')
}

/** The recipe of the newest picture. */
async function latestRecipe(studio: Studio): Promise<Recipe> {
  const { images } = (await studio.ask('GET', '/api/images')) as { images: { id: string }[] }
  const { recipe } = (await studio.ask('GET', `/api/images/${images[0]!.id}`)) as { recipe: Recipe }
  return recipe
}

async function doneBytes(studio: Studio): Promise<number> {
  const { downloads } = (await studio.ask('GET', '/api/bootstrap')) as { downloads: { doneBytes: number }[] }
  return downloads.reduce((sum, download) => sum + download.doneBytes, 0)
}

async function installed(studio: Studio, name: string): Promise<void> {
  await expect
    .poll(async () => ((await studio.ask('GET', '/api/models')) as { name: string }[]).map((model) => model.name))
    .toContain(name)
}

test('a bundle is downloaded, with its licence shown first and a killed back end in the middle', async ({
  page,
  problems,
  shelf,
  studio,
  ui,
}) => {
  // The first part comes; all others stay open until the back end has been killed.
  let halfBroken = true
  shelf.server.behave((asked) => {
    const { content, range, response } = asked
    if (!halfBroken || range === null || range.start === 0) answerWell(asked)
    else
      response
        .writeHead(206, { 'content-range': `bytes ${range.start}-${range.end - 1}/${content.length}` })
        .flushHeaders()
  })
  await page.getByRole('button', { name: 'Add a real model…' }).first().click()
  const bundle = (): Locator => dialogOf(page).getByRole('region', { name: 'SD 1.5 + Hyper-SD' })
  await expect(bundle()).toContainText('Tiny SD 1.5')
  await bundle()
    .getByRole('button', { name: /^Get SD 1.5/ })
    .click()
  await expect(dialogOf(page).getByRole('heading', { name: 'MIT' })).toBeVisible()
  expect(shelf.server.requests).toEqual([])
  await inspect(page, 'download-licence')
  await dialogOf(page)
    .getByRole('button', { name: /^Accept and download/ })
    .click()
  await expect(dialogOf(page).getByRole('progressbar', { name: 'Progress of Tiny SD 1.5' })).toBeVisible()
  await expect.poll(() => doneBytes(studio)).toBeGreaterThan(1e6)
  await inspect(page, 'download-running')

  await studio.kill()
  await expect(page.getByText(/not answering|not running|offline/i).first()).toBeVisible()
  halfBroken = false
  const before = shelf.server.requests.length
  await studio.start()
  await ui.open(studio.url)
  await page.keyboard.press('Alt+m')
  await ui.choose('Models', 'Get models')
  await expect(bundle()).toContainText('Installed', { timeout: 30_000 })
  await inspect(page, 'download-installed')
  const folder = join(studio.home, 'models')
  expect(readdirSync(folder).toSorted()).toEqual(['Hyper-SD15-1step-lora.safetensors', 'tiny-sd15.safetensors'])
  // What was there before the kill did not come again.
  const after = shelf.server.requests.slice(before).filter(({ url }) => url.includes('/sd15.safetensors'))
  expect(after.filter(({ range }) => range === null || range.startsWith('bytes=0-'))).toEqual([])

  await page.keyboard.press('Escape')
  await chooseModel(page, 'tiny-sd15')
  await expect(presetOf(page)).toHaveValue('hyper-unified')
  await expect(page.getByText('from the preset')).toBeVisible()
  await ui.setSize(64, 64)
  await ui.choose('Steps', '1')
  await ui.generate({ total: 1 })
  expect((await latestRecipe(studio)).loras).toMatchObject([{ name: /Hyper-SD15-1step-lora/, strength: 1 }])
  // The browser tells of every request that found nobody.
  problems.length = 0
})

test('a folder is added, and a picture made with its checkpoint, two LoRAs and other presets', async ({
  page,
  shelf,
  studio,
  ui,
}) => {
  await addFolder(page, ui, shelf.folder)
  await expect(dialogOf(page).getByText('4 models')).toBeVisible()
  await inspect(page, 'folder-added')
  await page.keyboard.press('Escape')

  await chooseModel(page, 'painter')
  await expect(presetOf(page)).toHaveValue('')
  await ui.setSize(64, 64)
  // A few steps need a LoRA that is not there yet: it is offered.
  await ui.choose('Steps', '2')
  await expect(presetOf(page)).toHaveValue('hyper-unified')
  await expect(ui.generateButton).toHaveAttribute('aria-disabled', 'true')
  await inspect(page, 'weights-missing')
  await page.getByRole('button', { name: /^Get it \(/ }).click()
  await dialogOf(page)
    .getByRole('button', { name: /^Accept and download/ })
    .click()
  await installed(studio, 'Hyper-SD15-1step-lora')
  await page.keyboard.press('Escape')
  await expect(page.getByText('from the preset')).toBeVisible()

  await addLora(page, 'ink wash', '0.8')
  await addLora(page, 'pencil', '0.5')
  await page.getByRole('button', { name: 'ink wash', exact: true }).click()
  await expect(ui.prompt).toHaveValue(/, ink wash$/)
  await expect(page.getByRole('button', { name: /^Needs about/ })).toBeVisible()
  await inspect(page, 'two-loras')
  await ui.generate({ seed: 7, total: 1 })
  const unified = await latestRecipe(studio)
  expect(unified.scheduler).toMatchObject({ kind: 'tcd', steps: 2, eta: 1 })
  expect(unified.loras.map(({ name, strength }) => [name.replace('.safetensors', ''), strength])).toEqual([
    ['Hyper-SD15-1step-lora', 1],
    ['ink wash', 0.8],
    ['pencil', 0.5],
  ])

  await presetOf(page).selectOption('LCM LoRA')
  await page.getByRole('button', { name: /^Get it \(/ }).click()
  await dialogOf(page)
    .getByRole('button', { name: /^Download/ })
    .click()
  await installed(studio, 'lcm-lora-sdv1-5')
  await page.keyboard.press('Escape')
  await ui.generate({ total: 2 })
  const lcm = await latestRecipe(studio)
  expect(lcm.scheduler).toMatchObject({ kind: 'lcm', steps: 4 })
  expect(lcm.loras.map(({ name }) => name.replace('.safetensors', ''))).toEqual([
    'lcm-lora-sdv1-5',
    'ink wash',
    'pencil',
  ])

  await presetOf(page).selectOption('')
  await ui.prompt.fill('a fox <lora:pencil:0.3>')
  await page.getByRole('button', { name: 'Remove pencil' }).click()
  await ui.generate({ total: 3 })
  const own = await latestRecipe(studio)
  expect([own.prompt, own.scheduler.kind]).toEqual(['a fox', 'euler'])
  expect(own.loras.map(({ name, strength }) => [name.replace('.safetensors', ''), strength])).toEqual([
    ['ink wash', 0.8],
    ['pencil', 0.3],
  ])
})

test('a draft is finished with the full VAE, and settings are kept as a preset', async ({
  page,
  shelf,
  studio,
  ui,
}) => {
  await addFolder(page, ui, shelf.folder)
  await page.keyboard.press('Escape')
  await chooseModel(page, 'painter')
  await ui.setSize(64, 64)
  await page.getByText('Advanced').click()
  await page.getByRole('combobox', { name: 'Scheduler' }).selectOption('TCD')
  await page.getByRole('combobox', { name: 'VAE' }).selectOption('tiny')
  await ui.generate({ steps: '2', total: 1 })
  await inspect(page, 'draft')
  await ui.actions.getByRole('button', { name: 'Finish' }).click()
  await ui.untilPictures(2)
  expect((await latestRecipe(studio)).vae).toBeNull()
  await expect(ui.actions.getByRole('button', { name: 'Finish' })).toBeHidden()

  await page.getByRole('button', { name: 'Save and manage presets' }).click()
  await page.getByRole('menuitem', { name: 'Save as a preset…' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Two quick strokes')
  await inspect(page, 'save-preset')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(presetOf(page)).toHaveValue('custom-two-quick-strokes-1')
  await page.getByRole('button', { name: 'Save and manage presets' }).click()
  const file = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export your presets' }).click()
  const path = await (await file).path()
  expect(existsSync(path)).toBe(true)
  await page.getByRole('button', { name: 'Save and manage presets' }).click()
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  await expect(presetOf(page)).toHaveValue('')
  await page.locator('input[type="file"]').setInputFiles({
    name: 'presets.json',
    mimeType: 'application/json',
    buffer: Buffer.from('no presets at all'),
  })
  await expect(ui.messages).toContainText('“presets.json” is not a file of presets.')
  await page.locator('input[type="file"]').setInputFiles(path)
  await expect(ui.messages).toContainText('One preset was added.')
  await chooseModel(page, 'painter')
  await expect(page.getByRole('spinbutton', { name: 'Width' })).toHaveValue('512')
  await presetOf(page).selectOption('Two quick strokes')
  await expect(page.getByRole('spinbutton', { name: 'Width' })).toHaveValue('64')
  await ui.generate({ total: 3 })
  expect(await latestRecipe(studio)).toMatchObject({ width: 64, height: 64, scheduler: { kind: 'tcd', steps: 2 } })
})
