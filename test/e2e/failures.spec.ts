import { expect, keepScreen, test } from './fixtures.ts'

test.describe('when something fails', () => {
  test('an engine that is killed costs the picture in work, which is tried again with one click', async ({
    page,
    studio,
    ui,
  }) => {
    await ui.prompt.fill('a slow picture')
    await ui.choose('Steps', '8')
    await ui.setSize(512, 512)
    await ui.generateButton.click()
    await expect(page.getByText(/step \d of 8/)).toBeVisible({ timeout: 60_000 })
    studio.killEngine()
    await expect(ui.messages).toContainText(/engine/i)
    await keepScreen(page, 'engine-killed')
    await page.getByRole('button', { name: /1 failed/ }).click()
    const row = page.getByRole('dialog', { name: 'Queue' }).getByRole('listitem').first()
    await expect(row).toContainText(/engine/i)
    await row.getByRole('button', { name: 'Try again' }).click()
    await page.keyboard.press('Escape')
    await ui.untilPictures(1)
    await expect(ui.pictures).toHaveAccessibleName(/a slow picture/)
  })

  test('a wrong address says what to do', async ({ page, studio }) => {
    const { origin } = new URL(studio.url)
    const answer = await page.goto(origin)
    expect(answer?.status()).toBe(401)
    await expect(page.getByRole('heading', { name: 'This address lacks its key' })).toBeVisible()
    await keepScreen(page, 'no-token')
  })

  test('a model that is none is refused in a sentence that names it', async ({ page, ui, problems }) => {
    await page.getByRole('button', { name: 'Add a real model…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Models' })
    await ui.choose('Models', 'On this computer')
    await dialog.getByRole('textbox', { name: 'Path on this computer' }).fill('/nowhere/flower.safetensors')
    await dialog.getByRole('button', { name: 'Add as a file' }).click()
    await expect(dialog.getByRole('alert')).toContainText('/nowhere/flower.safetensors')
    await keepScreen(page, 'model-refused')
    // The browser tells of every answer that is a refusal.
    problems.length = 0
  })

  test('a prompt with markup stays text in every view', async ({ page, ui }) => {
    const prompt = '<img src=x onerror="document.title=1"><b>a fox</b> & {{x}} </textarea><script>1</script>'
    await ui.generate({ prompt, total: 1 })
    await expect(ui.prompt).toHaveValue(prompt)
    await expect(ui.pictures).toHaveAccessibleName(new RegExp('^<img src=x onerror='))
    await page.keyboard.press('Control+Shift+c')
    await page.keyboard.press('g')
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('<b>a fox</b> &')
    await page.getByRole('button', { name: 'Queue', exact: true }).click()
    await expect(page.getByRole('dialog', { name: 'Queue' }).getByRole('listitem')).toContainText('</textarea>')
    await expect(page).toHaveTitle('Onestroke')
    await expect(page.locator('img[src="x"]')).toHaveCount(0)
  })

  test('an empty prompt asks for words', async ({ page, ui }) => {
    await ui.prompt.fill('')
    // It says that it is disabled, and why once it is pressed.
    await ui.generateButton.click({ force: true })
    await expect(page.getByText('Write a prompt first.')).toBeVisible()
  })
})
