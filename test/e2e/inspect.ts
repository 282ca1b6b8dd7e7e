import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, keepScreen } from './fixtures.ts'

/**
 * Keeps a picture of a view for people to look at, and has axe find nothing in it.
 * @param without rules of axe that do not hold here
 */
export async function inspect(page: Page, name: string, without: readonly string[] = []): Promise<void> {
  // Half-faded text has half its contrast.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  )
  await keepScreen(page, name)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules([...without])
    .analyze()
  const found = violations.map(({ id, help, nodes }) => ({
    view: name,
    id,
    help,
    where: nodes.map(({ html }) => html),
  }))
  expect(found).toEqual([])
}
