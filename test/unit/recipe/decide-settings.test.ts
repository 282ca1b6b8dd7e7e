import { describe, expect, it } from 'vitest'
import { decideSettings, type ChosenSettings, type DefaultSources } from '../../../models/recipe/decide-settings.ts'
import { createPresetList } from '../../../main/generation/preset-list.ts'

const findPreset = (id: string) => createPresetList(() => []).find(id)

const bare: DefaultSources = { family: 'sd15', preset: null, model: null }

/** A model's card, whose settings are those of no scheduler's defaults. */
const card: NonNullable<DefaultSources['model']> = {
  settings: { scheduler: 'ddim', spacing: 'trailing', steps: 3, eta: 0.2, guidance: 2 },
  width: 128,
  height: 192,
}

function decide(chosen: ChosenSettings, sources: Partial<DefaultSources> = {}) {
  const { scheduler, ...rest } = decideSettings(chosen, { ...bare, ...sources })
  return { ...scheduler, ...rest }
}

describe('what nobody chose', () => {
  it.each([
    ['sd15', { kind: 'euler', steps: 20, spacing: 'leading', guidance: 7.5, width: 512, height: 512 }],
    ['sdxl', { kind: 'euler', steps: 20, spacing: 'leading', guidance: 5, width: 1024, height: 1024 }],
  ] as const)('is the family’s: %s', (family, expected) => {
    expect(decide({}, { family })).toEqual({ ...expected, timesteps: null, eta: 0 })
  })

  // The spacings are fixed by docs: a script that names only a scheduler depends on them.
  it.each([
    ['tcd', 'trailing', 4, 0],
    ['lcm', 'trailing', 4, 0],
    ['ddim', 'trailing', 20, 7.5],
    ['euler', 'leading', 20, 7.5],
    ['euler-karras', 'leading', 20, 7.5],
    ['euler-a', 'leading', 20, 7.5],
    ['dpmpp-2m', 'linspace', 20, 7.5],
    ['dpmpp-2m-karras', 'linspace', 20, 7.5],
  ] as const)(
    'is the scheduler’s: %s with %s spacing, %d steps, guidance %d',
    (scheduler, spacing, steps, guidance) => {
      expect(decide({ scheduler })).toMatchObject({ kind: scheduler, spacing, steps, guidance, eta: 0 })
    },
  )

  it('is the model card’s, before the family’s', () => {
    const expected = { kind: 'ddim', spacing: 'trailing', steps: 3, eta: 0.2, guidance: 2, width: 128, height: 192 }
    expect(decide({}, { model: card })).toMatchObject(expected)
  })

  it('is the preset’s, before the model card’s; the size stays the card’s', () => {
    const preset = findPreset('hyper-unified-4')
    const expected = { kind: 'tcd', steps: 4, eta: 1, guidance: 0, timesteps: null, width: 128, height: 192 }
    expect(decide({}, { preset, model: card })).toMatchObject(expected)
  })

  it('is a preset’s explicit timesteps', () => {
    const preset = findPreset('hyper-sdxl-unet-1')
    expect(decide({}, { preset, family: 'sdxl' })).toMatchObject({ kind: 'lcm', steps: 1, timesteps: [800] })
  })
})

describe('what was chosen', () => {
  const chosen = {
    steps: 7,
    scheduler: 'ddim',
    spacing: 'linspace',
    eta: 0.9,
    guidance: 3,
    width: 64,
    height: 72,
  } as const
  it.each([
    ['nothing', {}],
    ['a model card', { model: card }],
    ['a preset', { preset: findPreset('hyper-fixed-2') }],
    ['both', { preset: findPreset('hyper-cfg-8'), model: card }],
  ])('goes before %s', (_, sources) => {
    const { scheduler, ...rest } = chosen
    expect(decide(chosen, sources)).toEqual({ ...rest, kind: scheduler, timesteps: null })
  })

  it.each([
    ['steps', { steps: 8 }],
    ['eta', { eta: 0.3 }],
    ['guidance', { guidance: 1.5 }],
  ] as const)('one by one (%s) leaves the rest of the preset as it is', (_, one) => {
    const preset = { steps: 4, eta: 1, guidance: 0, kind: 'tcd' }
    expect(decide(one, { preset: findPreset('hyper-unified-4'), model: card })).toMatchObject({ ...preset, ...one })
  })

  it('as another scheduler ends the recommendation, which holds together only whole', () => {
    expect(decide({ scheduler: 'euler' }, { preset: findPreset('hyper-unified-4') })).toMatchObject({
      kind: 'euler',
      spacing: 'leading',
      steps: 20,
      eta: 0,
      guidance: 7.5,
    })
    expect(decide({ scheduler: 'tcd' }, { model: card })).toMatchObject({ steps: 4, eta: 0, guidance: 0, width: 128 })
    expect(decide({ scheduler: 'ddim' }, { model: card })).toMatchObject({ steps: 3, eta: 0.2, guidance: 2 })
  })

  it('as timesteps decides the number of steps', () => {
    expect(decide({ scheduler: 'lcm', timesteps: [800, 400] })).toMatchObject({ steps: 2, timesteps: [800, 400] })
  })

  it('as a preset’s own number of steps keeps its timesteps', () => {
    const preset = findPreset('hyper-sdxl-unet-1')
    expect(decide({ steps: 1 }, { preset, family: 'sdxl' })).toMatchObject({ kind: 'lcm', steps: 1, timesteps: [800] })
  })

  it('as steps ends a preset’s explicit timesteps, which belong to its own number', () => {
    const preset = findPreset('hyper-sdxl-unet-1')
    expect(decide({ steps: 2 }, { preset, family: 'sdxl' })).toMatchObject({ kind: 'lcm', steps: 2, timesteps: null })
  })

  it('as one side of the picture leaves the other', () => {
    expect(decide({ width: 768 })).toMatchObject({ width: 768, height: 512 })
    expect(decide({ height: 64 }, { model: card })).toMatchObject({ width: 128, height: 64 })
  })

  it.each([0, 1])('as guidance %d stays that, and does not count as open', (guidance) => {
    expect(decide({ guidance })).toMatchObject({ guidance })
  })
})
