import { expect, type Locator, type Page } from '@playwright/test'

/** What a person does on the studio's page, by the names that a screen reader tells. */
export class StudioPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get prompt(): Locator {
    return this.page.getByRole('textbox', { name: 'Prompt', exact: true })
  }

  get generateButton(): Locator {
    return this.page.getByRole('button', { name: /^Generate/ })
  }

  /** The pictures of the gallery, in its order. */
  get pictures(): Locator {
    return this.page.getByRole('listbox', { name: 'Gallery' }).getByRole('option')
  }

  /** The picture in the middle. */
  get shown(): Locator {
    return this.page.getByRole('main').locator('img[src*="/file"]')
  }

  get actions(): Locator {
    return this.page.getByRole('toolbar', { name: 'Actions for the picture' })
  }

  get seed(): Locator {
    return this.page.getByRole('spinbutton', { name: 'Seed' })
  }

  get messages(): Locator {
    return this.page.getByRole('log', { name: 'Messages' })
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url)
    await expect(this.generateButton).toBeVisible()
  }

  /** Chooses one of a row of choices, such as the number of steps. */
  async choose(row: string, choice: string): Promise<void> {
    await this.page.getByRole('group', { name: row }).getByText(choice, { exact: true }).click()
  }

  async setSize(width: number, height: number): Promise<void> {
    for (const [side, length] of [
      ['Width', width],
      ['Height', height],
    ] as const) {
      const field = this.page.getByRole('spinbutton', { name: side, exact: true })
      await field.fill(String(length))
      await field.press('Tab')
    }
  }

  /** Types a prompt and settings, generates, and waits until the gallery holds `total` pictures. */
  async generate(wish: {
    prompt?: string
    seed?: number
    steps?: string
    count?: string
    total: number
  }): Promise<void> {
    if (wish.prompt !== undefined) await this.prompt.fill(wish.prompt)
    if (wish.steps !== undefined) await this.choose('Steps', wish.steps)
    if (wish.count !== undefined) await this.choose('Count', wish.count)
    if (wish.seed !== undefined) {
      await this.seed.fill(String(wish.seed))
      await this.seed.press('Tab')
    }
    await this.generateButton.click()
    await this.untilPictures(wish.total)
  }

  async untilPictures(total: number): Promise<void> {
    await expect(this.pictures).toHaveCount(total, { timeout: 60_000 })
  }
}
