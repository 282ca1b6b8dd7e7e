import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createFileHasher } from '../../main/catalog/file-hashes.ts'
import { EngineCrashedError } from '../../main/engine/engine-errors.ts'
import { imageDetailSchema, type ImageDetail } from '../../main/server/contract/library.ts'
import { modelSchema } from '../../main/server/contract/models.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { createRealEngine } from '../crash/real-engine.ts'
import { putCheckpoint, putTinyVae } from '../fixtures/model-files.ts'
import { newHome, openStudio, pictureRequest, queueJobs, untilIdle, type Studio } from './studio.ts'

async function add(studio: Studio, path: string): Promise<string> {
  const models = z.array(modelSchema).parse(await studio.json('POST', '/api/models', { path }))
  return models.find((model) => model.path === path)?.id ?? ''
}

async function openWithModels() {
  const home = newHome()
  const engine = createRealEngine()
  const studio = await openStudio({ home, realEngine: engine, hasher: createFileHasher(join(home, 'hashes.json')) })
  const modelId = await add(studio, putCheckpoint(join(home, 'files', 'painter.safetensors')))
  return { studio, home, modelId }
}

const WORDS = {
  prompt: 'a red apple',
  seed: 3,
  steps: 2,
  scheduler: 'ddim',
  guidance: 0,
  width: 64,
  height: 64,
} as const

async function make(studio: Studio, request: Parameters<typeof queueJobs>[1]): Promise<ImageDetail> {
  await queueJobs(studio, request)
  const [job] = (await untilIdle(studio)).recent
  expect(job).toMatchObject({ state: 'done', error: null })
  return imageDetailSchema.parse(await studio.json('GET', `/api/images/${job?.imageIds[0]}`))
}

describe('a draft', () => {
  it('is made with the family’s tiny VAE, and finished with the model’s own as if it had been from the start', async () => {
    const { studio, home, modelId } = await openWithModels()
    const missing = await studio.ask('POST', '/api/jobs', {
      ...pictureRequest({ ...WORDS, modelId, vaeId: 'tiny' }),
      place: 'end',
    })
    expect(await missing.json()).toMatchObject({ key: 'model-file.no-tiny-vae' })
    await add(studio, putTinyVae(join(home, 'files', 'taesd.safetensors')))
    const draft = await make(studio, { ...WORDS, modelId, vaeId: 'tiny' })
    expect(draft.draft).toBe(true)
    const whole = await make(studio, { ...WORDS, modelId })
    expect(whole.draft).toBe(false)
    expect(whole.pixelSha256).not.toBe(draft.pixelSha256)
    await studio.json('POST', '/api/queue/pause')
    const jobs = [1, 2].map(() => studio.json('POST', `/api/images/${draft.id}/finish`))
    const [first, second] = z.array(z.object({ id: z.string() })).parse(await Promise.all(jobs))
    expect(second?.id).toBe(first?.id)
    await studio.json('POST', '/api/queue/resume')
    const [job] = (await untilIdle(studio)).recent
    expect(job).toMatchObject({ kind: 'finish', state: 'done', error: null })
    const finished = imageDetailSchema.parse(await studio.json('GET', `/api/images/${job?.imageIds[0]}`))
    expect(finished).toMatchObject({ pixelSha256: whole.pixelSha256, parentId: draft.id, draft: false })
    expect(finished.recipe).toMatchObject({ vae: null, tiling: null })
    expect(imageDetailSchema.parse(await studio.json('GET', `/api/images/${draft.id}`)).draft).toBe(false)
    expect(readdirSync(join(home, 'data', 'latents', 'drafts'))).toEqual([])
    const again = await studio.ask('POST', `/api/images/${draft.id}/finish`)
    expect(await again.json()).toMatchObject({ key: 'recipe.latent-gone' })
  })
})

describe('a large picture', () => {
  it('is decoded in tiles where that is asked for, says so in its recipe, and comes out the same again', async () => {
    const { studio, modelId } = await openWithModels()
    const size = { ...WORDS, steps: 1, width: 576, height: 64, modelId }
    const tiled = await make(studio, { ...size, tiling: 'on' })
    expect(tiled.recipe).toMatchObject({ tiling: { tile: 64, overlap: 0.25 } })
    const whole = await make(studio, { ...size, tiling: 'off' })
    expect(whole.recipe).toMatchObject({ tiling: null })
    expect(whole.pixelSha256).not.toBe(tiled.pixelSha256)
    await studio.json('POST', `/api/images/${tiled.id}/regenerate`)
    expect((await untilIdle(studio)).recent[0]).toMatchObject({ comparison: { identical: true } })
  })
})

describe('a picture that could not be decoded', () => {
  const crash = new EngineCrashedError(
    sentence('engine.exit-signal', { signal: 'SIGKILL' }),
    sentence('activity.decoding'),
    '',
  )

  it('is only decoded when it is tried again, also after a restart', async () => {
    const home = newHome()
    const first = await openStudio({ home })
    first.engine.failDecodingOnce.set(8, crash)
    await queueJobs(first, { seed: 7, count: 3 })
    const [failed] = (await untilIdle(first)).recent
    expect(failed).toMatchObject({ state: 'failed', latentKept: true })
    expect(first.engine.seeds).toEqual([7, 8])
    await first.backEnd.close()
    const second = await openStudio({ home })
    expect((await untilIdle(second)).recent[0]).toMatchObject({ id: failed?.id, latentKept: true })
    await second.json('POST', `/api/jobs/${failed?.id}/retry`)
    const [retried] = (await untilIdle(second)).recent
    expect(retried).toMatchObject({ state: 'done', latentKept: false })
    expect(second.engine.seeds).toEqual([9])
    expect(readdirSync(join(home, 'data', 'latents', 'undecoded'))).toEqual([])
  })
})
