import { describe, expect, it } from 'vitest'
import { settingsInName } from '../../../main/catalog/recommended-settings.ts'

describe('the settings in a name', () => {
  it.each([
    ['dreamer-hyper-1step', 1, 0],
    ['painter_xl_4steps', 4, 0],
    ['painter-12steps-CFG', 12, 5],
    ['mine_lightning_8step_merge', 8, 0],
  ])('follow its number of steps: %s', (name, steps, guidance) => {
    expect(settingsInName(name)).toEqual({ scheduler: 'ddim', spacing: 'trailing', steps, eta: 0, guidance })
  })

  it.each([['dreamshaper_8'], ['footsteps'], ['model-2024stepson'], ['v1-5-pruned']])('else are none: %s', (name) => {
    expect(settingsInName(name)).toBeNull()
  })
})
