import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { ensureBuilt } from '../../build/bundle.mjs'
import { DIST } from '../../build/repository.mjs'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { launch, makeStudioApp } from './launch.ts'

it('generates a picture and shows it: window, back end, engine and the built-in model together', async () => {
  await ensureBuilt(['core', inject('electron').generation === 'older' ? 'olderPage' : 'page'])
  const folder = temporaryFolder()
  makeStudioApp(folder)
  const application = await launch(folder)
  try {
    const page = await application.firstWindow()
    const problems: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())))
    page.on('pageerror', (error) => void problems.push(error.message))
    const generate = page.getByRole('button', { name: 'Generate' }).first()
    await generate.waitFor()
    await generate.click()
    const picture = page.locator('img[src*="/api/images/"]').first()
    await picture.waitFor({ timeout: 60_000 })
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
    await page.screenshot({ path: join(DIST, 'screens', 'window.png') })
    expect(problems).toEqual([])
  } finally {
    await application.close()
  }
}, 120_000)
