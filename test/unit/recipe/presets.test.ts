import { describe, expect, it } from 'vitest'

import { createPresetList } from '../../../main/generation/preset-list.ts'
import { PRESETS } from '../../../models/recipe/presets.ts'

/** From the Hyper-SD model card. */
const CARD = [
  ['hyper-unified-1', 'tcd', 1, null, 1, 0],
  ['hyper-unified-2', 'tcd', 2, null, 1, 0],
  ['hyper-unified-4', 'tcd', 4, null, 1, 0],
  ['hyper-unified-8', 'tcd', 8, null, 1, 0],
  ['hyper-fixed-2', 'ddim', 2, 'trailing', 0, 0],
  ['hyper-fixed-4', 'ddim', 4, 'trailing', 0, 0],
  ['hyper-fixed-8', 'ddim', 8, 'trailing', 0, 0],
  ['hyper-cfg-8', 'ddim', 8, 'trailing', 0, 5],
  ['hyper-cfg-12', 'ddim', 12, 'trailing', 0, 5],
  ['hyper-sdxl-unet-1', 'lcm', 1, null, 0, 0],
] as const

/** From the cards of their publishers. */
const OTHERS = [
  ['lightning-2', 'euler', 2, 'trailing', 0, 0],
  ['lightning-4', 'euler', 4, 'trailing', 0, 0],
  ['lcm-4', 'lcm', 4, null, 0, 1],
  ['lcm-8', 'lcm', 8, null, 0, 1],
  ['tcd-4', 'tcd', 4, null, 0.3, 0],
  ['tcd-8', 'tcd', 8, null, 0.3, 0],
  ['turbo-1', 'euler-a', 1, 'trailing', 0, 0],
  ['turbo-2', 'euler-a', 2, 'trailing', 0, 0],
  ['turbo-4', 'euler-a', 4, 'trailing', 0, 0],
] as const

const findPreset = (id: string) => createPresetList(() => []).find(id)

describe('presets', () => {
  it.each([...CARD, ...OTHERS])('%s is as the model card says', (id, ...settings) => {
    const { scheduler, steps, spacing, eta, guidance } = findPreset(id)
    expect([scheduler, steps, spacing, eta, guidance]).toEqual(settings)
  })

  it('are those of the cards and no others', () => {
    expect(PRESETS.map(({ id }) => id)).toEqual([...CARD, ...OTHERS].map(([id]) => id))
  })

  it('start the one-step UNet of SDXL at timestep 800, and nothing else anywhere', () => {
    expect(findPreset('hyper-sdxl-unet-1')).toMatchObject({
      timesteps: [800],
      weights: { sdxl: 'hyper-sdxl-1step-unet' },
    })
    expect(PRESETS.filter(({ timesteps }) => timesteps !== null)).toHaveLength(1)
  })

  it('are listed when one is asked for that does not exist', () => {
    expect(() => findPreset('hyper-9')).toThrow(/no preset "hyper-9".*hyper-unified-1, .*turbo-4\./)
  })
})
