import { expect, keepScreen, test } from './fixtures.ts'

const PROMPTS = ['a first fox', 'a second fox', 'a third fox']

test.describe('the queue', () => {
  test.beforeEach(async ({ page, ui }) => {
    await page.getByRole('button', { name: 'Pause the queue' }).click()
    await expect(page.getByText('Paused', { exact: true })).toBeVisible()
    for (const prompt of PROMPTS) {
      await ui.prompt.fill(prompt)
      await page.keyboard.press('Control+Enter')
    }
    await expect(page.getByRole('button', { name: /3 waiting/ })).toBeVisible()
  })

  test('is ordered, cut and cancelled by hand', async ({ page, ui }) => {
    await page.getByRole('button', { name: /3 waiting/ }).click()
    const rows = page.getByRole('dialog', { name: 'Queue' }).getByRole('listitem')
    await expect(rows).toHaveCount(3)
    await keepScreen(page, 'queue')
    await rows.filter({ hasText: 'a third fox' }).getByRole('button', { name: 'Run next' }).click()
    await expect(rows.first()).toContainText('a third fox')
    await rows.filter({ hasText: 'a first fox' }).getByRole('button', { name: 'Move down' }).click()
    await expect(rows.nth(1)).toContainText('a second fox')
    await rows.filter({ hasText: 'a second fox' }).getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('button', { name: /2 waiting/ })).toBeVisible()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Go on with the queue' }).click()
    await ui.untilPictures(2)
    await expect(ui.pictures.nth(0)).toHaveAccessibleName(/a first fox/)
    await expect(ui.pictures.nth(1)).toHaveAccessibleName(/a third fox/)
  })

  test('is kept when Onestroke is killed, and goes on when it is back', async ({ page, studio, problems, ui }) => {
    await studio.kill()
    await expect(page.getByText('Onestroke is not answering. Trying again…')).toBeVisible()
    await keepScreen(page, 'offline')
    await studio.start()
    await page.goto(studio.url)
    await expect(page.getByRole('button', { name: /3 waiting/ })).toBeVisible()
    await expect(page.getByText('Paused')).toBeVisible()
    await page.getByRole('button', { name: 'Go on with the queue' }).click()
    await ui.untilPictures(3)
    await expect(ui.pictures.nth(0)).toHaveAccessibleName(/a third fox/)
    // The browser tells of each request that found nobody.
    problems.length = 0
  })
})

test('what is put in front runs next', async ({ page, ui }) => {
  await page.getByRole('button', { name: 'Pause the queue' }).click()
  await expect(page.getByText('Paused', { exact: true })).toBeVisible()
  await ui.prompt.fill('a later one')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('button', { name: /1 waiting/ })).toBeVisible()
  await ui.prompt.fill('an urgent one')
  await page.keyboard.press('Control+Shift+Enter')
  await page.getByRole('button', { name: /2 waiting/ }).click()
  await expect(page.getByRole('dialog', { name: 'Queue' }).getByRole('listitem').first()).toContainText('an urgent one')
})
