import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, keepScreen, test } from './fixtures.ts'
import type { Studio } from './studio.ts'
import type { StudioPage } from './studio-page.ts'

const PROMPTS = ['a fox, flat style', 'a castle, line art', 'a red apple, 3d render']

interface Kept {
  readonly id: string
  readonly prompt: string
  readonly starred: boolean
  readonly rating: number
  readonly path: string
}

async function makeThree(ui: StudioPage): Promise<void> {
  for (const [index, prompt] of PROMPTS.entries()) await ui.generate({ prompt, seed: index, total: index + 1 })
}

async function kept(studio: Studio): Promise<Kept[]> {
  const { images } = (await studio.ask('GET', '/api/images')) as { images: { id: string }[] }
  return Promise.all(images.map(({ id }) => studio.ask('GET', `/api/images/${id}`) as Promise<Kept>))
}

async function restart(page: Page, studio: Studio): Promise<void> {
  await page.goto('about:blank')
  await studio.stop()
  await studio.start()
  await page.goto(studio.url)
}

test.describe('the gallery', () => {
  test.beforeEach(({ ui }) => makeThree(ui))

  test('finds pictures by words of their prompts', async ({ page, ui }) => {
    await page.getByRole('textbox', { name: 'Search prompts' }).fill('cas')
    await expect(ui.pictures).toHaveCount(1)
    await expect(ui.pictures).toHaveAccessibleName(/a castle, line art/)
    await page.getByRole('textbox', { name: 'Search prompts' }).fill('zeppelin')
    await expect(page.getByText('No picture fits these filters.')).toBeVisible()
    await keepScreen(page, 'nothing-found')
    await page.getByRole('button', { name: 'Show everything' }).click()
    await expect(ui.pictures).toHaveCount(3)
  })

  test('stars and rates, and shows the starred ones alone', async ({ page, studio, ui }) => {
    await ui.pictures.nth(1).click()
    await page.keyboard.press('.')
    await page.keyboard.press('4')
    await expect(ui.pictures.nth(1)).toHaveAccessibleName(/starred, 4 stars/)
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('checkbox', { name: 'Starred only' }).check()
    await page.keyboard.press('Escape')
    await expect(ui.pictures).toHaveCount(1)
    await page.reload()
    await page.getByRole('button', { name: 'Remove the filter Starred' }).click()
    await expect(ui.pictures).toHaveCount(3)
    expect((await kept(studio)).map(({ starred, rating }) => [starred, rating])).toEqual([
      [false, 0],
      [true, 4],
      [false, 0],
    ])
  })

  test('collects pictures on a board', async ({ page, ui }) => {
    await page.keyboard.press('g')
    await page.getByRole('button', { name: 'New board' }).click()
    await page.getByRole('textbox', { name: 'Name of the board' }).fill('Autumn')
    await page.keyboard.press('Enter')
    await ui.pictures.nth(0).click()
    await ui.pictures.nth(1).click({ modifiers: ['Control'] })
    const bar = page.getByRole('toolbar', { name: '2 selected' })
    await bar.getByRole('button', { name: 'Add to a board' }).click()
    await page.getByRole('menuitem', { name: 'Autumn' }).click()
    await expect(ui.messages).toContainText('2 pictures put on “Autumn”')
    await page.getByRole('button', { name: 'Autumn, 2 pictures' }).click()
    await expect(ui.pictures).toHaveCount(2)
    await keepScreen(page, 'board')
  })

  test('deletes to the trash, and takes that back', async ({ page, studio, ui }) => {
    const before = await kept(studio)
    await ui.pictures.nth(0).click()
    await page.keyboard.press('Delete')
    await expect(ui.pictures).toHaveCount(2)
    await ui.messages.getByRole('button', { name: 'Undo' }).click()
    await expect(ui.pictures).toHaveCount(3)
    await expect(ui.pictures.nth(0)).toHaveAccessibleName(/red apple/)
    await expect(ui.shown).toHaveAttribute('alt', /red apple/)
    for (const { path } of before) expect(existsSync(path)).toBe(true)

    await page.keyboard.press('Delete')
    await expect(ui.pictures).toHaveCount(2)
    await page.keyboard.press('Control+z')
    await expect(ui.pictures).toHaveCount(3)
    await expect(ui.shown).toHaveAttribute('alt', /red apple/)

    await page.keyboard.press('Delete')
    await expect(ui.pictures).toHaveCount(2)
    await page.close()
    await studio.stop()
    expect(existsSync(before[0]?.path ?? '')).toBe(false)
    expect(studio.trashed()).toHaveLength(1)
    for (const { path } of before.slice(1)) expect(existsSync(path)).toBe(true)
  })

  test('sorts, sizes its thumbnails, and filters by what occurs', async ({ page, ui }) => {
    await page.getByRole('button', { name: 'Sort: Newest first' }).click()
    await page.getByRole('menuitem', { name: 'Oldest first' }).click()
    await expect(ui.pictures.nth(0)).toHaveAccessibleName(/a fox/)
    const widthOf = async () => (await ui.pictures.nth(0).boundingBox())?.width ?? 0
    await ui.choose('Size of the thumbnails', 'S')
    const small = await widthOf()
    await ui.choose('Size of the thumbnails', 'L')
    await expect.poll(widthOf).toBeGreaterThan(small)
    await page.getByRole('button', { name: 'Filters' }).click()
    await page.getByRole('combobox', { name: 'Size' }).selectOption('128x128')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Remove the filter 128 × 128' })).toBeVisible()
    await expect(ui.pictures).toHaveCount(3)
  })

  test('greys a picture whose file is gone, and shows it again once it is back', async ({ page, studio, ui }) => {
    const [newest] = await kept(studio)
    const path = newest?.path ?? ''
    const elsewhere = join(studio.home, 'elsewhere.png')
    renameSync(path, elsewhere)
    await restart(page, studio)
    await expect(ui.pictures.nth(0)).toHaveAccessibleName(/red apple.*offline/)
    await ui.pictures.nth(0).click()
    await expect(page.getByText(/^The file of this picture is not where it was/)).toBeVisible()
    await keepScreen(page, 'file-gone')
    renameSync(elsewhere, path)
    await restart(page, studio)
    await expect(ui.pictures.nth(0)).toHaveAccessibleName(/red apple, 3d render, seed 2$/)
  })

  test('saves pictures and copies their settings', async ({ page, context, ui }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await ui.pictures.nth(0).click()
    await page.keyboard.press('Control+Shift+c')
    await expect(ui.messages).toContainText('The settings are on the clipboard.')
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/^a red apple, 3d render <lora:unified:1>\nNegative prompt: \nSteps: 2, Sampler: /)
    await page.keyboard.press('Control+c')
    await expect
      .poll(() => page.evaluate(async () => (await navigator.clipboard.read())[0]?.types.join()))
      .toContain('image/png')
    const download = page.waitForEvent('download')
    await ui.actions.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: /^Save/ }).click()
    expect((await download).suggestedFilename()).toMatch(/^\d{6}-2-a-red-apple-3d-render\.png$/)
  })
})
