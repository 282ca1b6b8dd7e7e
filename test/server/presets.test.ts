import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { modelSchema, type Model } from '../../main/server/contract/models.ts'
import { presetChoicesSchema, presetSchema } from '../../main/server/contract/presets.ts'
import { loraBytes, put, putCheckpoint } from '../fixtures/model-files.ts'
import { openStudio, pictureRequest, type Studio } from './studio.ts'

const SAVED = {
  title: 'Ink',
  steps: 3,
  scheduler: 'tcd',
  spacing: null,
  timesteps: null,
  eta: 0.5,
  guidance: 0,
  families: ['sd15'],
  weights: {},
  loras: [],
  size: null,
}

async function addModel(studio: Studio, path: string): Promise<Model> {
  const models = z.array(modelSchema).parse(await studio.json('POST', '/api/models', { path }))
  const added = models.find((model) => model.path === path)
  if (added === undefined) throw new Error(`${path} was not added`)
  return added
}

describe('presets', () => {
  it('name what they need of a checkpoint, and are ready once it is there', async () => {
    const studio = await openStudio()
    const painter = await addModel(studio, putCheckpoint(join(studio.home, 'files', 'painter.safetensors')))
    const ask = async () => presetChoicesSchema.parse(await studio.json('GET', `/api/models/${painter.id}/presets`))
    expect((await ask()).recommended).toBeNull()
    const request = pictureRequest({ modelId: painter.id, presetId: 'hyper-unified-4' })
    const refused = await studio.ask('POST', '/api/jobs', { ...request, place: 'end' })
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ code: 'preset', key: 'preset.weights-download' })
    const lora = await addModel(studio, put(join(studio.home, 'files', 'hyper_sd15_1step.safetensors'), loraBytes(1)))
    expect(lora.distilled).toEqual({ id: 'hyper-sd15-unified', knownBy: 'name' })
    const { recommended, choices } = await ask()
    expect(recommended).toBe('hyper-unified-4')
    expect(choices.find(({ presetId }) => presetId === recommended)).toMatchObject({ state: 'ready', loraId: lora.id })
  })

  it('are saved, changed, exported, taken in and deleted', async () => {
    const studio = await openStudio()
    const list = async (method: string, path: string, body?: unknown) =>
      z
        .array(presetSchema)
        .parse(await studio.json(method, path, body))
        .filter(({ custom }) => custom)
    expect(await list('POST', '/api/presets', SAVED)).toMatchObject([{ id: 'custom-ink-1', title: 'Ink', steps: 3 }])
    expect(await list('PUT', '/api/presets/custom-ink-1', { ...SAVED, steps: 5 })).toMatchObject([{ steps: 5 }])
    const answer = await studio.ask('GET', '/api/presets/export')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="onestroke-presets.json"')
    const exported: unknown = await answer.json()
    expect(await list('DELETE', '/api/presets/custom-ink-1')).toEqual([])
    expect(await list('POST', '/api/presets/import', exported)).toMatchObject([{ title: 'Ink', steps: 5 }])
    expect((await studio.ask('DELETE', '/api/presets/hyper-unified-1')).status).toBe(404)
    expect((await studio.ask('POST', '/api/presets', { ...SAVED, eta: 2 })).status).toBe(400)
    const ofRequest = { title: 'Quick', request: pictureRequest({ steps: 2, eta: 0.4, width: 128, height: 192 }) }
    expect((await list('POST', '/api/presets/of-request', ofRequest)).at(-1)).toMatchObject({
      title: 'Quick',
      steps: 2,
      // The built-in model's own.
      scheduler: 'ddim',
      eta: 0.4,
      families: ['sd15'],
      weights: {},
      size: { width: 128, height: 192 },
    })
    expect(await list('DELETE', '/api/presets/custom-quick-1')).toHaveLength(1)
    const bootstrap = z.object({ presets: z.array(presetSchema) }).parse(await studio.json('GET', '/api/bootstrap'))
    expect(bootstrap.presets.at(-1)).toMatchObject({ title: 'Ink', custom: true })
  })
})
