import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DIST } from '../../build/repository.mjs'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { backEndOf, chooseInMenu, makeStudio, openStudio } from './studio-app.ts'

it('keeps what is typed through crashes of the back end, however many, and a close right after', async () => {
  const folder = temporaryFolder()
  await makeStudio(folder)
  const { application, page } = await openStudio(folder)
  const prompt = page.locator('#prompt')
  const crash = async () => {
    const pid = backEndOf(folder)
    process.kill(pid, 'SIGKILL')
    return pid
  }
  const menuOffersSettings = () =>
    application.evaluate(
      ({ Menu }) =>
        Menu.getApplicationMenu()?.items[0]?.submenu?.items.find(({ label }) => label === 'Settings…')?.enabled,
    )

  await page.evaluate(() => {
    globalThis.marker = 'this very page'
  })
  const pids = [await crash()]
  await prompt.fill('a sleeping cat')
  await page.getByText('Onestroke is not answering. Trying again…').waitFor()
  await page.screenshot({ path: join(DIST, 'screens', 'window-restarting.png') })
  await page.getByText('Ready', { exact: true }).waitFor({ timeout: 30_000 })
  await page.getByRole('button', { name: /^Generate/ }).click()
  await expect
    .poll(() => page.getByRole('listbox', { name: 'Gallery' }).getByRole('option').count(), { timeout: 60_000 })
    .toBe(1)
  expect(await page.evaluate(() => globalThis.marker)).toBe('this very page')
  expect(await prompt.inputValue()).toBe('a sleeping cat')

  pids.push(await crash())
  await page.getByText('Onestroke is not answering. Trying again…').waitFor()
  await page.getByText('Ready', { exact: true }).waitFor({ timeout: 30_000 })
  expect(await menuOffersSettings()).toBe(true)

  await prompt.fill('a sleeping cat, line art')
  pids.push(await crash())
  expect(new Set(pids).size).toBe(3)
  await page.getByRole('heading', { name: 'Onestroke cannot continue' }).waitFor()
  await page.screenshot({ path: join(DIST, 'screens', 'window-stopped.png') })
  expect(await menuOffersSettings()).toBe(false)
  await page.getByRole('link', { name: 'Try again' }).click()
  await prompt.waitFor()
  expect(await prompt.inputValue()).toBe('a sleeping cat, line art')
  await chooseInMenu(application, 'Settings…')
  await page.getByRole('dialog').waitFor()

  await page.keyboard.press('Escape')
  await prompt.fill('a sleeping cat, line art, on a red rug')
  await application.close()
  const again = await openStudio(folder)
  try {
    expect(await again.page.locator('#prompt').inputValue()).toBe('a sleeping cat, line art, on a red rug')
  } finally {
    await again.application.close()
  }
}, 120_000)
