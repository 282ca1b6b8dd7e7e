import { describe, expect, it } from 'vitest'
import type { GenerationRequest } from '../../../../renderer/api/contract.ts'
import { createPresetList } from '../../../../main/generation/preset-list.ts'
import {
  chosenPreset,
  heedsNegativePrompt,
  presetFor,
  presetGroups,
  samplingOf,
  sizeOfRequest,
  type OpenSettings,
  type SamplingSources,
} from '../../../../renderer/state/sampling.ts'
import { model } from './contract-fixtures.ts'

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
  const plain = model('plain')
  const bare = { model: plain, preset: null, loras: [], presets }
  const open = { steps: null, guidance: null, scheduler: null, spacing: null, eta: null, width: null, height: null }
  const preset = chosenPreset({ presetGroup: 'hyper-unified', steps: 4 }, presetGroups(presets, 'sd15'))
  const sample = (settings: Partial<OpenSettings>, sources: Partial<SamplingSources> = {}) => {
    const { scheduler, ...rest } = samplingOf({ ...open, ...settings }, { ...bare, ...sources })
    return { ...scheduler, ...rest }
  }

  it('goes by the family, then the model, then the preset, then the user', () => {
    expect(sample({})).toMatchObject({ steps: 20, guidance: 7.5, kind: 'euler', eta: 0, width: 512, height: 512 })
    const settings = { scheduler: 'ddim', spacing: 'trailing', steps: 6, eta: 0, guidance: 0 } as const
    const named = { ...plain, settings, width: 768 }
    expect(sample({}, { model: named })).toMatchObject({ steps: 6, guidance: 0, kind: 'ddim', width: 768, height: 512 })
    const sources = { model: named, preset }
    expect(sample({ steps: 4 }, sources)).toMatchObject({ steps: 4, guidance: 0, kind: 'tcd', eta: 1 })
    expect(sample({ guidance: 3, eta: 0.2 }, sources)).toMatchObject({ guidance: 3, eta: 0.2 })
  })

  it('goes by the step-distilled weights in use, unless a scheduler is chosen', () => {
    const distilled = { id: 'lightning-sdxl-4steps', knownBy: 'hash' } as const
    const lightning = model('fast', { family: 'sdxl', distilled })
    expect(sample({}, { model: lightning })).toMatchObject({
      kind: 'euler',
      spacing: 'trailing',
      steps: 4,
      guidance: 0,
    })
    const lora = model('step', { kind: 'lora', distilled: { id: 'hyper-sd15-2steps', knownBy: 'name' } })
    expect(sample({}, { loras: [lora] })).toMatchObject({ kind: 'ddim', steps: 2, guidance: 0 })
    expect(sample({ scheduler: 'euler' }, { loras: [lora] })).toMatchObject({ steps: 20, guidance: 7.5 })
  })

  it('takes a saved preset’s size where none is chosen', () => {
    const saved = { ...preset!, custom: true, size: { width: 640, height: 384 } }
    expect(sample({}, { preset: saved })).toMatchObject({ width: 640, height: 384 })
    expect(sample({ width: 512, height: 512 }, { preset: saved })).toMatchObject({ width: 512, height: 512 })
    const request = { ...open, presetId: saved.id, modelId: 'plain' } as GenerationRequest
    expect(sizeOfRequest(request, { models: [plain], presets: [saved] })).toEqual({ width: 640, height: 384 })
  })
})

describe('heedsNegativePrompt', () => {
  it('does so above 1', () => {
    expect([0, 1, 1.1, 7].map(heedsNegativePrompt)).toEqual([false, false, true, true])
  })
})
