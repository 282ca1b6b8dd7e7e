import { expect, keepScreen, test } from './fixtures.ts'

interface Paint {
  readonly firstPaint: number
  readonly firstPicture: number
}

test.describe('the first minutes', () => {
  test('Enter makes a picture, then a real model is offered', async ({ page, ui }) => {
    await expect(ui.prompt).toHaveValue('a red apple, 3d render on a white background')
    await expect(ui.generateButton).toBeFocused()
    await expect(page.getByText('Your pictures appear here')).toBeVisible()
    await keepScreen(page, 'first-start')

    await page.keyboard.press('Enter')
    await expect(ui.shown).toBeVisible({ timeout: 60_000 })
    await expect(ui.pictures).toHaveCount(1)
    await expect(ui.shown).toHaveJSProperty('naturalWidth', 128)
    await expect(page.getByText('That was the built-in model')).toBeVisible()
    await keepScreen(page, 'first-picture')

    await page.getByRole('button', { name: 'Add a real model…' }).last().click()
    await expect(page.getByRole('dialog', { name: 'Models' })).toBeVisible()
  })

  test('a suggestion makes a picture with one click', async ({ page, ui }) => {
    await page.getByRole('button', { name: 'a mushroom, 3d render on a green background' }).click()
    await ui.untilPictures(1)
    await expect(ui.prompt).toHaveValue('a mushroom, 3d render on a green background')
  })

  test('tells how soon the page and the first picture are there', async ({ page, studio, problems: _watched }) => {
    await page.goto(studio.url)
    const generate = page.getByRole('button', { name: /^Generate/ })
    await generate.waitFor()
    const times = await page.evaluate(async (): Promise<Paint> => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0]
      const button = [...document.querySelectorAll('button')].find(({ textContent }) =>
        textContent.startsWith('Generate'),
      )
      const clicked = performance.now()
      button?.click()
      const shown = () => document.querySelector<HTMLImageElement>('main img[src*="/file"]')
      while ((shown()?.naturalWidth ?? 0) === 0) await new Promise((done) => requestAnimationFrame(done))
      return { firstPaint: paint?.startTime ?? NaN, firstPicture: performance.now() - clicked }
    })
    expect(times.firstPaint).toBeGreaterThan(0)
    process.stdout.write(
      `First paint ${times.firstPaint.toFixed(0)} ms after the address was opened; ` +
        `first picture ${times.firstPicture.toFixed(0)} ms after the click, engine start included\n`,
    )
  })
})
