import { describe, expect, it } from 'vitest'
import { createPresetList } from '../../../../main/generation/preset-list.ts'
import {
  chosenPreset,
  heedsNegativePrompt,
  presetFor,
  presetGroups,
  samplingOf,
} from '../../../../renderer/state/sampling.ts'

const presets = createPresetList(() => []).list()

describe('presetGroups', () => {
  it('puts together what differs in steps only', () => {
    const groups = presetGroups(presets, 'sdxl')
    expect(groups.map(({ id }) => id)).toEqual([
      'hyper-unified',
      'hyper-fixed',
      'hyper-cfg',
      'hyper-sdxl-unet',
      'lightning',
      'lcm',
      'tcd',
      'turbo',
    ])
    expect(groups[0]?.presets.map(({ steps }) => steps)).toEqual([1, 2, 4, 8])
  })

  it('leaves out what is made for another family', () => {
    expect(presetGroups(presets, 'sd15').map(({ id }) => id)).not.toContain('hyper-sdxl-unet')
  })
})

describe('presetFor', () => {
  it('takes the one of that number of steps, or the nearest', () => {
    const fixed = presetGroups(presets, 'sd15')[1]!
    expect([1, 2, 4, 7, 20].map((steps) => presetFor(fixed, steps)?.steps)).toEqual([2, 2, 4, 8, 8])
  })
})

describe('samplingOf', () => {
  const model = { recommendedSteps: 20, recommendedGuidance: 7.5 }
  const open = { presetGroup: null, steps: null, guidance: null, scheduler: null, eta: null }

  it('goes by the model, then the preset, then the user', () => {
    expect(samplingOf(open, null, model)).toEqual({ steps: 20, guidance: 7.5, scheduler: null, eta: null })
    const chosen = chosenPreset({ presetGroup: 'hyper-unified', steps: 4 }, presetGroups(presets, 'sd15'))
    expect(samplingOf({ ...open, steps: 4 }, chosen, model)).toEqual({
      steps: 4,
      guidance: 0,
      scheduler: 'tcd',
      eta: 1,
    })
    expect(samplingOf({ ...open, guidance: 3, eta: 0.2 }, chosen, model)).toMatchObject({ guidance: 3, eta: 0.2 })
  })
})

describe('heedsNegativePrompt', () => {
  it('does so above 1', () => {
    expect([0, 1, 1.1, 7].map(heedsNegativePrompt)).toEqual([false, false, true, true])
  })
})
