import type { Locator, Page } from '@playwright/test'
import { expect, keepScreen, test } from './fixtures.ts'

test.describe('with the keyboard alone', () => {
  test('from the first picture to the trash and back', async ({ page, ui }) => {
    await page.keyboard.press('Enter')
    await ui.untilPictures(1)
    await page.keyboard.press('Alt+a')
    await expect(ui.prompt).toBeFocused()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('a green pear, flat style')
    await page.keyboard.press('Control+Enter')
    await ui.untilPictures(2)
    await expect(ui.prompt).toBeFocused()

    await tabTo(page, ui.pictures.first().locator('..'))
    await page.keyboard.press('ArrowRight')
    await expect(ui.shown).toHaveAttribute('alt', /red apple/)
    await page.keyboard.press('ArrowLeft')
    await expect(ui.shown).toHaveAttribute('alt', /green pear/)
    await page.keyboard.press('.')
    await expect(ui.pictures.first()).toHaveAccessibleName(/starred/)
    await page.keyboard.press('Shift+ArrowRight')
    await expect(page.getByRole('toolbar', { name: '2 selected' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('toolbar', { name: '2 selected' })).toBeHidden()
    await page.keyboard.press('Delete')
    await expect(ui.pictures).toHaveCount(1)
    await tabTo(page, ui.messages.getByRole('button', { name: 'Undo' }))
    await page.keyboard.press('Enter')
    await expect(ui.pictures).toHaveCount(2)
  })

  test('views and panels', async ({ page, ui }) => {
    await page.keyboard.press('Enter')
    await ui.untilPictures(1)
    await page.keyboard.press('g')
    await expect(page.getByRole('navigation', { name: 'Boards' })).toBeVisible()
    await page.keyboard.press('g')
    await expect(page.getByRole('navigation', { name: 'Boards' })).toBeHidden()
    await page.keyboard.press('t')
    await expect(ui.prompt).toBeHidden()
    await page.keyboard.press('t')
    await expect(ui.prompt).toBeVisible()
    await page.keyboard.press('i')
    await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible()
    await page.keyboard.press('i')
    await page.keyboard.press('f')
    await expect(page.getByRole('button', { name: /^Leave the full screen|^Full screen/ }).last()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(ui.generateButton).toBeVisible()
  })

  test('keys are listed, and can be chosen', async ({ page, ui }) => {
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(sheet).toBeVisible()
    await keepScreen(page, 'shortcuts')
    const key = sheet.getByRole('button', { name: /^Pause the queue: / })
    await key.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Alt+a')
    await expect(sheet.getByRole('alert')).toContainText('is “Go to the prompt” already')
    await page.keyboard.press('F8')
    await expect(sheet.getByRole('button', { name: /^Pause the queue: F8/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
    await page.keyboard.press('F8')
    await expect(page.getByRole('button', { name: 'Go on with the queue' })).toBeVisible()
    await page.reload()
    await expect(ui.generateButton).toBeVisible()
    await page.keyboard.press('F8')
    await expect(page.getByRole('button', { name: 'Pause the queue' })).toBeVisible()
  })
})

/** Presses Tab until an element has the focus; fails where Tab does not lead there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there.')
}
