import { expect, test } from './fixtures.ts'
import { inspect } from './inspect.ts'
import type { StudioPage } from './studio-page.ts'

// Every view, in both themes: nothing for axe to find, and a picture of it for people to look at.

async function fill(ui: StudioPage): Promise<void> {
  await ui.generate({ prompt: 'a red fox, 3d render on a teal background', seed: 7, count: '4', total: 4 })
  await ui.generate({ prompt: 'a lighthouse, flat style', seed: 3, count: '2', total: 6 })
  await ui.page.getByRole('button', { name: 'Later' }).click()
}

for (const scheme of ['dark', 'light'] as const) {
  test.describe(`in the ${scheme} theme`, () => {
    test.use({ colorScheme: scheme })
    const name = (view: string) => `${scheme}-${view}`

    test('the studio and its panels', async ({ page, ui }) => {
      await inspect(page, name('empty'))
      await fill(ui)
      await inspect(page, name('studio'))
      await page.getByText('Advanced').click()
      await inspect(page, name('advanced'))
      await page.getByText('Advanced').click()
      await page.keyboard.press('i')
      await inspect(page, name('details'))
      await page.keyboard.press('i')
      await ui.pictures.nth(1).click({ modifiers: ['Control'] })
      await inspect(page, name('selection'))
      await ui.actions.getByRole('button', { name: 'More' }).click()
      // An open menu floats above the page and its landmarks.
      await inspect(page, name('picture-menu'), ['region'])
    })

    test('the comparisons and the surrounds', async ({ page, ui }) => {
      await fill(ui)
      await ui.pictures.nth(3).click({ modifiers: ['Alt'] })
      for (const mode of ['slider', 'side', 'difference']) {
        await inspect(page, name(`compare-${mode}`))
        await page.keyboard.press('m')
      }
      await page.keyboard.press('Escape')
      for (const room of ['white', 'black']) {
        await page.keyboard.press('b')
        await inspect(page, name(`surround-${room}`))
      }
    })

    test('the gallery over the whole window', async ({ page, ui }) => {
      await fill(ui)
      await page.keyboard.press('g')
      await inspect(page, name('gallery'))
      await page.getByRole('button', { name: 'Filters' }).click()
      await inspect(page, name('filters'))
      await page.keyboard.press('Escape')
      await page.getByRole('textbox', { name: 'Search prompts' }).fill('zeppelin')
      await expect(page.getByText('No picture fits these filters.')).toBeVisible()
      await inspect(page, name('gallery-nothing-found'))
    })

    test('the dialogs and the queue', async ({ page, ui }) => {
      await fill(ui)
      await page.keyboard.press('Control+,')
      await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible()
      await inspect(page, name('settings'))
      await page.getByRole('textbox', { name: 'File names' }).fill('{date}/{sed}')
      await expect(page.getByRole('alert')).toContainText('has no field')
      await inspect(page, name('settings-file-name'))
      await page.getByRole('button', { name: 'Show the devices' }).click()
      const devices = page.getByRole('dialog', { name: 'Devices' })
      await inspect(page, name('devices-untested'))
      await devices.getByRole('button', { name: 'Test devices' }).click()
      await expect(devices.getByRole('status')).toContainText('Tested', { timeout: 60_000 })
      await expect(devices.getByRole('listitem').first()).toContainText(/CPU.*Works: .* ms/)
      await inspect(page, name('devices'))
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
      await inspect(page, name('shortcuts'))
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Add a real model…' }).first().click()
      await expect(page.getByRole('dialog', { name: 'Models' })).toContainText('SD 1.5 + Hyper-SD')
      await inspect(page, name('models-get'))
      await page
        .getByRole('dialog', { name: 'Models' })
        .getByRole('button', { name: /^Get SD 1.5/ })
        .first()
        .click()
      await inspect(page, name('models-licence'))
      for (const section of ['On this computer', 'All models']) {
        await ui.choose('Models', section)
        await inspect(page, name(`models-${section === 'All models' ? 'all' : 'here'}`))
      }
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Model:/ }).click()
      // The open list covers what lies behind it in part.
      await inspect(page, name('models'), ['target-size'])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Pause the queue' }).click()
      await expect(page.getByText('Paused', { exact: true })).toBeVisible()
      await page.keyboard.press('Control+Enter')
      await page.getByRole('button', { name: /1 waiting/ }).click()
      await inspect(page, name('queue'))
    })

    test('a small window and a phone', async ({ page, ui }) => {
      await fill(ui)
      await page.setViewportSize({ width: 1024, height: 700 })
      await inspect(page, name('small'))
      await page.keyboard.press('o')
      await inspect(page, name('small-drawer'))
      await page.setViewportSize({ width: 420, height: 860 })
      for (const tab of ['Prompt', 'Picture', 'Gallery']) {
        await page.getByRole('navigation', { name: 'Parts of the studio' }).getByRole('button', { name: tab }).click()
        await inspect(page, name(`phone-${tab.toLowerCase()}`))
      }
    })
  })
}
