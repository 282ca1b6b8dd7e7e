import { expect, it } from 'vitest'
import { createAppearance } from '../../../electron/appearance.ts'
import type { Look } from '../../../electron/back-end/back-end-client.ts'

it('follows the settings, tells of changes only, and outlives a silent back end', async () => {
  const answers: (Look | Error)[] = [
    { language: 'de', theme: 'dark' },
    { language: 'de', theme: 'dark' },
    new Error('away'),
    { language: 'de', theme: 'light' },
  ]
  const changes: Look[] = []
  const appearance = createAppearance({
    firstLanguage: 'en',
    client: {
      look: () => {
        const answer = answers.shift()
        return answer === undefined || answer instanceof Error
          ? Promise.reject(new Error('away'))
          : Promise.resolve(answer)
      },
    },
    onChange: (settings) => void changes.push(settings),
  })
  expect(appearance.language()).toBe('en')
  for (let refreshes = 0; refreshes < 4; refreshes += 1) await appearance.refresh()
  expect(appearance.language()).toBe('de')
  expect(changes).toEqual([
    { language: 'de', theme: 'dark' },
    { language: 'de', theme: 'light' },
  ])
})
