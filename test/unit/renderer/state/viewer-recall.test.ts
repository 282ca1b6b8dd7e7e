import { describe, expect, it } from 'vitest'
import { sentence } from '../../../../models/sentences/catalogue.ts'
import { foreignText } from '../../../../models/sentences/sentence.ts'
import type { ImageDetail, Job, Model } from '../../../../renderer/api/contract.ts'
import { en } from '../../../../renderer/messages/en.ts'
import { recall, variationsOf } from '../../../../renderer/state/viewer-recall.ts'
import { bytesText, detailFields, repetitionText, secondsText } from '../../../../renderer/state/viewer-texts.ts'
import { model as modelOf } from './contract-fixtures.ts'
import { picture } from './gallery-library.ts'

const HASH = '0'.repeat(64)

function model(id: string, name: string, kind: Model['kind']): Model {
  return modelOf(id, { kind, name, path: `/m/${name}` })
}
const models = [model('m1', 'dream', 'checkpoint'), model('l1', 'ink', 'lora')]

function detail(change: { modelName?: string; timesteps?: number[]; loras?: string[] } = {}): ImageDetail {
  const { modelName = 'dream', timesteps = null, loras = ['ink.safetensors'] } = change
  return {
    ...picture(7, 1000, { prompt: 'a fox', width: 512, height: 768, steps: 4 }),
    negativePrompt: null,
    recipe: {
      version: 1,
      prompt: 'a fox',
      negativePrompt: null,
      model: { id: null, name: modelName, family: 'sd15', files: [] },
      loras: loras.map((name) => ({ name, strength: 0.8, sha256: HASH, contentSha256: HASH })),
      vae: null,
      scheduler: { kind: 'tcd', steps: 4, timesteps, spacing: null, eta: 0.5, predictionType: 'epsilon' },
      guidance: 1.5,
      clipSkip: 1,
      seed: 7,
      noiseSource: 'nv',
    },
    infotext: 'a fox\nSteps: 4',
    fileName: 'a.png',
    path: '/pictures/a.png',
    fileBytes: 31_245,
    pixelSha256: HASH,
    device: 'cpu',
    totalMs: 92,
    boardIds: [],
    draft: false,
    parentId: null,
    childIds: [],
  }
}

describe('taking settings over', () => {
  it('takes everything that decides the pixels, with the seed locked', () => {
    const { change, missing } = recall(detail(), 'all', models)
    expect(missing).toEqual([])
    expect(change).toMatchObject({
      prompt: 'a fox',
      modelId: 'm1',
      loras: [{ id: 'l1', strength: 0.8 }],
      steps: 4,
      scheduler: 'tcd',
      eta: 0.5,
      guidance: 1.5,
      clipSkip: 1,
      noiseSource: 'nv',
      width: 512,
      height: 768,
      seed: 7,
      seedLocked: true,
    })
  })

  it('leaves the LoRA that comes with the model to it, unless it was chosen at another strength', () => {
    const [dream, ink] = models as [Model, Model]
    const own = { ...dream, ownLora: { name: 'unified', strength: 0.8 } }
    const ownOnly = detail({ loras: ['unified'] })
    expect(recall(ownOnly, 'all', [own, ink])).toMatchObject({ change: { loras: [] }, missing: [] })
    expect(variationsOf(ownOnly, [own, ink]).request).toMatchObject({ modelId: 'm1', loras: [] })
    const weaker = { ...dream, ownLora: { name: 'unified', strength: 0.5 } }
    expect(recall(ownOnly, 'all', [weaker, ink]).missing).toEqual(['unified'])
    expect(recall(detail({ loras: ['unified', 'ink'] }), 'all', [own, ink]).missing).toEqual(['unified'])
  })

  it('remixes without the seed', () => {
    const { change } = recall(detail(), 'remix', models)
    expect(change).not.toHaveProperty('seed')
    expect(change).toMatchObject({ prompt: 'a fox', steps: 4, seedLocked: false })
  })

  it('takes one part and leaves the rest', () => {
    expect(recall(detail(), 'prompt', models).change).toEqual({ prompt: 'a fox', negativePrompt: '' })
    expect(recall(detail(), 'seed', models).change).toEqual({ seed: 7, seedLocked: true })
    expect(recall(detail(), 'size', models).change).toEqual({ width: 512, height: 768 })
  })

  it('says what is not installed, and leaves the model as it is', () => {
    const { change, missing } = recall(detail({ modelName: 'gone', loras: ['lost'] }), 'all', models)
    expect(missing).toEqual(['gone', 'lost'])
    expect(change).not.toHaveProperty('modelId')
  })

  it('makes do with what the library knows of a foreign picture', () => {
    const { change } = recall({ ...detail(), recipe: null }, 'all', models)
    expect(change).toMatchObject({ prompt: 'a fox', steps: 4, seed: 7 })
    expect(change).not.toHaveProperty('scheduler')
  })
})

describe('varying', () => {
  it('asks for four with the seeds that follow, as children of the picture', () => {
    expect(variationsOf(detail(), models).request).toMatchObject({
      seed: 8,
      count: 4,
      parentId: detail().id,
      modelId: 'm1',
      width: 512,
      height: 768,
      scheduler: 'tcd',
    })
  })

  it('uses the preset that has timesteps of its own', () => {
    const { request } = variationsOf(detail({ timesteps: [800] }), models)
    expect(request).toMatchObject({ presetId: 'hyper-sdxl-unet-4', scheduler: null })
  })

  it('is not possible without the model, its LoRAs or the recipe, and says which are missing', () => {
    expect(variationsOf(detail({ modelName: 'gone' }), models)).toEqual({ request: null, missing: ['gone'] })
    expect(variationsOf(detail({ loras: ['pencil'] }), models)).toEqual({ request: null, missing: ['pencil'] })
    expect(variationsOf({ ...detail(), recipe: null }, models)).toEqual({ request: null, missing: [] })
  })
})

describe('texts', () => {
  const job = (comparison: Job['comparison'], state: Job['state'] = 'done') =>
    ({ state, comparison, error: foreignText('the model is gone') }) as Job

  it('tell what came of a repetition', () => {
    const text = (...given: Parameters<typeof job>) => repetitionText(job(...given), en.viewer, 'en')
    const moved = sentence('recipe.change', { what: 'device', before: 'cpu', now: 'webgpu' })
    expect(text(null, 'running')).toBe('making it again…')
    expect(text({ identical: true, meanDifference: 0, changed: [] })).toBe('identical')
    expect(text({ identical: false, meanDifference: 0.4213, changed: [moved] })).toBe(
      'differs by 0.42 of 255 on average (device: cpu, now webgpu)',
    )
    expect(text(null, 'failed')).toBe('the model is gone')
  })

  it('give figures their due digits', () => {
    expect([92, 4230, 73_400].map((ms) => secondsText(ms, 'en'))).toEqual(['0.09', '4.2', '73'])
    expect([31_245, 3_140_000].map((bytes) => bytesText(bytes, 'en'))).toEqual(['31 KB', '3.1 MB'])
  })

  it('leave empty fields out', () => {
    const names = detailFields(detail({ loras: [] }), 'en').map(({ name }) => name)
    expect(names).toContain('scheduler')
    expect(names).not.toContain('negativePrompt')
    expect(names).not.toContain('loras')
  })
})
