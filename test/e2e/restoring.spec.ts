import { expect, test } from './fixtures.ts'

test('what was typed and how the window was laid out is there after a restart', async ({ page, studio, ui }) => {
  await ui.generate({ prompt: 'a fox', seed: 1, total: 1 })
  await ui.generate({ prompt: 'a castle', seed: 2, total: 2 })
  await ui.pictures.nth(1).click()
  await ui.prompt.fill('half a thou')
  await page.getByRole('separator', { name: 'Width of the gallery' }).focus()
  for (let presses = 0; presses < 5; presses++) await page.keyboard.press('ArrowLeft')
  await ui.choose('Size of the thumbnails', 'S')
  const width = async () => (await page.getByRole('region', { name: 'Gallery' }).boundingBox())?.width
  const before = await width()

  await page.goto('about:blank')
  await studio.stop()
  await studio.start()
  await page.goto(studio.url)
  await expect(ui.prompt).toHaveValue('half a thou')
  await expect(page.getByRole('group', { name: 'Size of the thumbnails' }).getByRole('radio').nth(0)).toBeChecked()
  await expect(ui.shown).toHaveAttribute('alt', /a fox/)
  expect(await width()).toBe(before)
})
