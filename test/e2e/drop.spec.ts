import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, keepScreen, test } from './fixtures.ts'

/** Drops a file on the window, as a file manager does. */
async function drop(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, fileType, base64]) => {
      const data = new DataTransfer()
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      data.items.add(new File([content], fileName, { type: fileType }))
      return data
    },
    [name, type, bytes.toString('base64')] as const,
  )
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('body', event, { dataTransfer: transfer })
  }
}

test.describe('a file dropped on the window', () => {
  test('of our own gives all its settings', async ({ page, studio, ui }) => {
    await ui.generate({ prompt: 'a teapot, 3d render', seed: 21, steps: '4', total: 1 })
    const { images } = (await studio.ask('GET', '/api/images')) as { images: { id: string }[] }
    const { path } = (await studio.ask('GET', `/api/images/${images[0]?.id}`)) as { path: string }
    await ui.prompt.fill('something else')
    await ui.choose('Steps', '1')
    await drop(page, basename(path), 'image/png', readFileSync(path))
    const dialog = page.getByRole('dialog', { name: 'Settings from a picture' })
    await expect(dialog).toContainText('Made with Onestroke')
    await expect(dialog).toContainText('a teapot, 3d render')
    await keepScreen(page, 'dropped')
    await dialog.getByRole('button', { name: 'Use all' }).click()
    await expect(ui.prompt).toHaveValue('a teapot, 3d render')
    await expect(ui.seed).toHaveValue('21')
    await ui.generateButton.click()
    await ui.untilPictures(2)
    const pixels = async (index: number) => {
      const id = ((await studio.ask('GET', '/api/images')) as { images: { id: string }[] }).images[index]?.id
      return ((await studio.ask('GET', `/api/images/${id}`)) as { pixelSha256: string }).pixelSha256
    }
    expect(await pixels(0)).toBe(await pixels(1))
  })

  test('as JPEG with A1111’s text gives what it says', async ({ page, ui }) => {
    const infotext =
      'a harbour at night\nNegative prompt: people\nSteps: 6, Sampler: Euler a, CFG scale: 5, Seed: 77, Size: 128x128'
    const jpeg = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#123456' } })
      .withExif({ IFD2: { UserComment: infotext } })
      .jpeg()
      .toBuffer()
    await drop(page, 'harbour.jpg', 'image/jpeg', jpeg)
    const dialog = page.getByRole('dialog', { name: 'Settings from a picture' })
    await expect(dialog).toContainText('In the format of A1111')
    await dialog.getByRole('button', { name: 'Use all' }).click()
    await expect(ui.prompt).toHaveValue('a harbour at night')
    await expect(page.getByRole('textbox', { name: 'Negative prompt' })).toHaveValue('people')
    await expect(ui.seed).toHaveValue('77')
  })

  test('that is no picture is refused in one sentence', async ({ page, ui, problems }) => {
    await drop(page, 'notes.txt', 'text/plain', Buffer.from('not a picture at all'))
    await expect(ui.messages).toContainText(/\S+\./)
    await expect(page.getByRole('dialog')).toBeHidden()
    problems.length = 0
  })

  test('that holds no settings says so', async ({ page, ui }) => {
    const plain = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    await drop(page, 'plain.png', 'image/png', plain)
    await expect(page.getByText('plain.png holds no settings that Onestroke can read.')).toBeVisible()
    expect(ui).toBeDefined()
  })
})
