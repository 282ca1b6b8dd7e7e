import { expect, keepScreen, test } from './fixtures.ts'

test.describe('generating', () => {
  test('shows progress and previews, and can be cancelled there', async ({ page, ui }) => {
    await ui.prompt.fill('a blue bird, flat style')
    await ui.choose('Steps', '8')
    await ui.setSize(512, 512)
    await ui.generateButton.click()
    const bar = page.getByRole('progressbar', { name: 'Progress of a blue bird, flat style' })
    await expect(bar).toBeVisible()
    await expect(page.getByText(/step \d of 8/)).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('img', { name: 'Preview of the picture being made' })).toBeVisible()
    await keepScreen(page, 'progress')
    await page.getByRole('button', { name: /^Cancel the picture/ }).click()
    await expect(bar).toBeHidden()
    await expect(ui.pictures).toHaveCount(0)
    await expect(page.getByText('Ready')).toBeVisible()
  })

  test('makes a batch with seeds n, n+1, … from a prompt with alternatives', async ({ studio, ui }) => {
    await ui.generate({ prompt: 'a {red|green} apple, 3d render', seed: 40, count: '4', total: 4 })
    const { images } = (await studio.ask('GET', '/api/images')) as { images: { seed: number; prompt: string }[] }
    expect(images.map(({ seed }) => seed).toSorted((a, b) => a - b)).toEqual([40, 41, 42, 43])
    for (const { prompt } of images) expect(prompt).toMatch(/^a (red|green) apple, 3d render$/)
  })

  test('uses a picture’s settings again, all or in part', async ({ page, ui }) => {
    await ui.generate({ prompt: 'a pear, line art', seed: 11, steps: '4', total: 1 })
    await ui.prompt.fill('something else')
    await ui.seed.fill('999')
    await ui.choose('Steps', '1')

    await ui.actions.getByRole('button', { name: 'Use all' }).click()
    await expect(ui.prompt).toHaveValue('a pear, line art')
    await expect(ui.seed).toHaveValue('11')
    await expect(page.getByRole('group', { name: 'Steps' }).getByRole('radio', { name: '4' })).toBeChecked()

    await ui.prompt.fill('something else')
    await ui.seed.fill('999')
    await ui.actions.getByRole('button', { name: 'Remix' }).click()
    await expect(ui.prompt).toHaveValue('a pear, line art')
    await expect(ui.seed).not.toHaveValue('11')
  })

  test('makes a picture again and says that it is identical', async ({ page, ui }) => {
    await ui.generate({ prompt: 'a lighthouse, 3d render', seed: 5, total: 1 })
    await ui.actions.getByRole('button', { name: 'Regenerate' }).click()
    await expect(page.getByRole('main').getByText('identical')).toBeVisible({ timeout: 60_000 })
    await expect(ui.pictures).toHaveCount(1)
    await keepScreen(page, 'identical')
  })

  test('varies a picture, and tells what was made from what', async ({ page, ui }) => {
    await ui.generate({ prompt: 'a violin, flat style', seed: 100, total: 1 })
    await ui.actions.getByRole('button', { name: 'Vary' }).click()
    await ui.untilPictures(5)
    await ui.pictures.last().click()
    await ui.actions.getByRole('button', { name: 'Details' }).click()
    await expect(page.getByRole('heading', { name: 'Made into' })).toBeVisible()
    await page.getByRole('button', { name: 'Made into 1' }).click()
    await expect(page.getByRole('heading', { name: 'Made from', exact: true })).toBeVisible()
  })

  test('counts tokens in parts of 75, and says what has no effect', async ({ page, ui }) => {
    await ui.prompt.fill('a red fox')
    await expect(page.getByText('3/75')).toBeVisible()
    await ui.prompt.fill(`a red fox ${'very '.repeat(90)}late`)
    await expect(page.getByText('94/150')).toBeVisible()
    await page.getByRole('button', { name: 'Negative prompt', exact: true }).click()
    await page.getByRole('textbox', { name: 'Negative prompt' }).fill('blurry')
    await expect(page.getByText(/^Has no effect at guidance/)).toBeVisible()
    await keepScreen(page, 'long-prompt')
  })

  test('weighs words by Ctrl+Up and Ctrl+Down, which undo takes back', async ({ page, ui }) => {
    await ui.prompt.fill('')
    await ui.prompt.pressSequentially('a red fox')
    await page.keyboard.press('Control+ArrowUp')
    await expect(ui.prompt).toHaveValue('a red (fox:1.1)')
    await page.keyboard.press('Control+ArrowUp')
    await expect(ui.prompt).toHaveValue('a red (fox:1.2)')
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('Control+ArrowDown')
    await expect(ui.prompt).toHaveValue('a red fox')
    await page.keyboard.press('Control+ArrowUp')
    await page.keyboard.press('Control+z')
    await expect(ui.prompt).toHaveValue('a red fox')
  })

  test('recalls earlier prompts', async ({ page, ui }) => {
    await ui.generate({ prompt: 'a first thing', total: 1 })
    await ui.generate({ prompt: 'a second thing', total: 2 })
    await ui.prompt.fill('a third thing')
    await page.keyboard.press('Alt+ArrowUp')
    await expect(ui.prompt).toHaveValue('a second thing')
    await page.keyboard.press('Alt+ArrowUp')
    await expect(ui.prompt).toHaveValue('a first thing')
    await page.keyboard.press('Alt+ArrowDown')
    await page.keyboard.press('Alt+ArrowDown')
    await expect(ui.prompt).toHaveValue('a third thing')
  })
})
