import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, keepScreen, test } from './fixtures.ts'

test('the page speaks German at once, and so do the sentences of the back end', async ({ page, problems, ui }) => {
  await expect(ui.generateButton).toBeVisible()
  await page.keyboard.press('Control+,')
  await page.getByText('Deutsch', { exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('button', { name: 'Erzeugen' }).click()
  await expect(page.getByRole('listbox', { name: 'Galerie' }).getByRole('option')).toHaveCount(1, { timeout: 60_000 })
  await keepScreen(page, 'german-studio')
  await page.keyboard.press('g')
  await keepScreen(page, 'german-gallery')
  await page.keyboard.press('g')

  await page
    .getByRole('button', { name: /hinzufügen …$/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await ui.choose('Modelle', 'Auf diesem Rechner')
  await dialog.getByRole('textbox').fill('/nirgends/blume.safetensors')
  await dialog.getByRole('button', { name: 'Als Datei hinzufügen' }).click()
  await expect(dialog.getByRole('alert')).toContainText('blume.safetensors')
  await expect(dialog.getByRole('alert')).toContainText(/gibt es nicht|nicht gefunden|Keine Datei/)
  await keepScreen(page, 'german-refusal')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Erzeugen' })).toBeVisible()
  // The browser tells of every answer that is a refusal.
  problems.length = 0
})

test('pictures are named as the artist says', async ({ page, studio, ui }) => {
  await page.keyboard.press('Control+,')
  const field = page.getByRole('textbox', { name: 'File names' })
  await field.fill('{yeer}/{seed}')
  await field.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Settings' })).toContainText('yeer')
  await field.fill('{model}/{seed}-{prompt}')
  await field.press('Enter')
  await keepScreen(page, 'settings-file-names')
  await page.keyboard.press('Escape')
  await ui.generate({ prompt: 'a red fox', seed: 12, total: 1 })
  const files = readdirSync(join(studio.home, 'pictures'), { recursive: true }).map(String)
  expect(files.filter((name) => name.endsWith('12-a-red-fox.png'))).toHaveLength(1)
})

test('the devices are tested from the page', async ({ page, ui }) => {
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Show the devices' }).click()
  const dialog = page.getByRole('dialog', { name: 'Devices' })
  await expect(dialog.getByText('Not tested yet').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Test devices' }).click()
  await expect(dialog.getByText(/^Works: \d/).first()).toBeVisible({ timeout: 60_000 })
  await expect(dialog.getByRole('button', { name: 'Test devices' })).toBeEnabled({ timeout: 60_000 })
  await keepScreen(page, 'devices-tested')
  await page.keyboard.press('Escape')
  await expect(ui.generateButton).toBeVisible()
})
