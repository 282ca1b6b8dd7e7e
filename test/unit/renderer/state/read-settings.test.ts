import { describe, expect, it } from 'vitest'
import type { ReadSettings } from '../../../../renderer/api/contract.ts'
import { draftFrom } from '../../../../renderer/state/read-settings.ts'

const NOTHING: ReadSettings = {
  source: 'a1111',
  infotext: '',
  prompt: null,
  negativePrompt: null,
  seed: null,
  steps: null,
  guidance: null,
  width: null,
  height: null,
  scheduler: null,
  modelName: null,
  notHonoured: [],
}

describe('draftFrom', () => {
  it('changes only what the picture says', () => {
    expect(draftFrom(NOTHING, [])).toEqual({})
    expect(draftFrom({ ...NOTHING, seed: 7 }, [])).toEqual({ seed: 7, seedLocked: true })
  })

  it('empties the negative prompt where the picture has none', () => {
    expect(draftFrom({ ...NOTHING, prompt: 'a fox' }, [])).toEqual({ prompt: 'a fox', negativePrompt: '' })
  })

  it('brings foreign values into range', () => {
    expect(draftFrom({ ...NOTHING, width: 513, height: 9000, steps: 900, guidance: 99 }, [])).toEqual({
      width: 512,
      height: 4096,
      steps: 150,
      guidance: 30,
    })
  })

  it('leaves out a scheduler that is not known here', () => {
    expect(draftFrom({ ...NOTHING, scheduler: 'uni-pc' }, [])).toEqual({})
    expect(draftFrom({ ...NOTHING, scheduler: 'euler-a' }, [])).toEqual({ scheduler: 'euler-a', presetGroup: null })
  })
})
