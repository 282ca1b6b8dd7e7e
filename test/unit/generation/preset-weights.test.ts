import { describe, expect, it } from 'vitest'
import { presetChoices } from '../../../main/generation/preset-choices.ts'
import { presetOfWeights } from '../../../models/recipe/presets/preset-of-weights.ts'
import { createPresetList } from '../../../main/generation/preset-list.ts'
import { lorasOfPreset, weightsInUse } from '../../../main/generation/preset-weights.ts'
import type { Model } from '../../../main/server/contract/models.ts'
import { model } from '../renderer/state/contract-fixtures.ts'

const presets = createPresetList(() => [])

function stepLora(id: string, weights: string, change: Partial<Model> = {}): Model {
  return model(id, { kind: 'lora', distilled: { id: weights, knownBy: 'name' }, ...change })
}

const painter = model('painter')
const unified = stepLora('unified', 'hyper-sd15-unified')
const ink = model('ink', { kind: 'lora' })

describe('lorasOfPreset', () => {
  const find = presets.find('hyper-unified-4')

  it('brings the preset’s LoRA at full strength', () => {
    const use = { checkpoint: painter, chosen: ['ink'], models: [painter, unified, ink] }
    expect(lorasOfPreset(find, use)).toEqual([{ id: 'unified', strength: 1 }])
  })

  it('leaves one alone that was chosen already, whatever it is called', () => {
    const renamed = stepLora('renamed', 'hyper-sd15-unified', {
      distilled: { id: 'hyper-sd15-unified', knownBy: 'hash' },
    })
    const use = { checkpoint: painter, chosen: ['renamed'], models: [painter, unified, renamed] }
    expect(lorasOfPreset(find, use)).toEqual([])
  })

  it('prefers one that is known by its hash', () => {
    const sure = stepLora('sure', 'hyper-sd15-unified', { distilled: { id: 'hyper-sd15-unified', knownBy: 'hash' } })
    expect(lorasOfPreset(find, { checkpoint: painter, chosen: [], models: [painter, unified, sure] })).toEqual([
      { id: 'sure', strength: 1 },
    ])
  })

  it('names what is not installed, and how large it is', () => {
    const gone = { ...unified, present: false }
    expect(() => lorasOfPreset(find, { checkpoint: painter, chosen: [], models: [painter, gone] })).toThrow(
      /needs "Hyper-SD 1 to 8 steps \(SD 1\.5\)", which is not installed\. Download it \(269 MB\)/,
    )
  })

  it('refuses a preset of another family with the reason', () => {
    const use = { checkpoint: painter, chosen: [], models: [painter] }
    expect(() => lorasOfPreset(presets.find('lightning-4'), use)).toThrow(
      'This preset is for SDXL, and the model is SD 1.5. Choose another preset or model.',
    )
  })

  it('brings nothing to a model that is distilled so itself, or has its own step LoRA', () => {
    const turbo = model('turbo', { family: 'sdxl', distilled: { id: 'sdxl-turbo', knownBy: 'hash' } })
    const builtIn = model('built-in', { builtIn: true })
    expect(lorasOfPreset(presets.find('turbo-1'), { checkpoint: turbo, chosen: [], models: [turbo] })).toEqual([])
    expect(lorasOfPreset(find, { checkpoint: builtIn, chosen: [], models: [builtIn] })).toEqual([])
  })

  it('finds the LoRAs of a saved preset by hash, then by name, and names one that is gone', () => {
    const hashes = { sha256: 'a'.repeat(64), a1111: 'a'.repeat(10), autoV3: 'b'.repeat(12) }
    const hashed = model('hashed', { kind: 'lora', name: 'other', hashes })
    const own = (name: string, contentSha256: string | null) => ({
      ...find,
      weights: {},
      loras: [{ name, contentSha256, strength: 0.7 }],
    })
    const use = { checkpoint: painter, chosen: [], models: [ink, hashed] }
    expect(lorasOfPreset(own('ink', 'b'.repeat(64)), use)).toEqual([{ id: 'hashed', strength: 0.7 }])
    expect(lorasOfPreset(own('INK', null), use)).toEqual([{ id: 'ink', strength: 0.7 }])
    expect(() => lorasOfPreset(own('chalk', null), use)).toThrow(/uses the LoRA "chalk", which is not installed/)
  })
})

describe('presetOfWeights', () => {
  it('is that of the chosen step LoRA, nearest to the steps that are asked for', () => {
    const use = { checkpoint: painter, chosen: ['ink', 'unified'], models: [painter, unified, ink] }
    const of = (steps: number | null) => presetOfWeights(weightsInUse(use), presets.list(), steps)?.id
    expect([null, 1, 3, 8].map(of)).toEqual([
      'hyper-unified-4',
      'hyper-unified-1',
      'hyper-unified-2',
      'hyper-unified-8',
    ])
  })

  it('is that of a checkpoint that is distilled itself, and none for others', () => {
    const turbo = model('turbo', { family: 'sdxl', distilled: { id: 'sdxl-turbo', knownBy: 'name' } })
    expect(
      presetOfWeights(weightsInUse({ checkpoint: turbo, chosen: [], models: [turbo] }), presets.list(), 1)?.id,
    ).toBe('turbo-1')
    expect(
      presetOfWeights(weightsInUse({ checkpoint: painter, chosen: ['ink'], models: [ink] }), presets.list(), 4),
    ).toBeNull()
  })
})

describe('presetChoices', () => {
  it('tells which weights are there, which to download, and what is best', () => {
    const { recommended, choices } = presetChoices(painter, [painter, unified], presets.list())
    expect(recommended).toBe('hyper-unified-4')
    expect(choices.find(({ presetId }) => presetId === 'hyper-unified-1')).toEqual({
      presetId: 'hyper-unified-1',
      state: 'ready',
      loraId: 'unified',
      strength: 1,
      publishedId: null,
    })
    expect(choices.find(({ presetId }) => presetId === 'hyper-cfg-8')).toMatchObject({
      state: 'missing',
      publishedId: 'hyper-sd15-8steps-cfg',
    })
    expect(choices.map(({ presetId }) => presetId)).not.toContain('lightning-4')
  })

  it('recommends nothing where no weights are installed, nor for the built-in model', () => {
    expect(presetChoices(painter, [painter], presets.list()).recommended).toBeNull()
    const builtIn = model('built-in', { builtIn: true })
    const choices = presetChoices(builtIn, [builtIn, unified], presets.list())
    expect(choices.recommended).toBeNull()
    expect(choices.choices.every(({ state }) => state === 'ready')).toBe(true)
  })

  it('offers a distilled checkpoint its own presets, and no whole models to others', () => {
    const turbo = model('turbo', { family: 'sdxl', distilled: { id: 'sdxl-turbo', knownBy: 'hash' } })
    const { recommended, choices } = presetChoices(turbo, [turbo], presets.list())
    expect(recommended).toBe('turbo-1')
    expect(choices.filter(({ state }) => state === 'ready').map(({ presetId }) => presetId)).toEqual([
      'turbo-1',
      'turbo-2',
      'turbo-4',
    ])
    const plain = model('plain', { family: 'sdxl' })
    expect(presetChoices(plain, [plain], presets.list()).choices.map(({ presetId }) => presetId)).not.toContain(
      'turbo-1',
    )
  })
})
