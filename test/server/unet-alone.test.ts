import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFileHasher } from '../../main/catalog/file-hashes.ts'
import { imageDetailSchema, type ImageDetail } from '../../main/server/contract/library.ts'
import { modelSchema, type Model } from '../../main/server/contract/models.ts'
import { createRealEngine } from '../crash/real-engine.ts'
import { put, putCheckpoint, unetOf } from '../fixtures/model-files.ts'
import { goldenPath } from '../golden/tiny-models.ts'
import { newHome, openStudio, pictureRequest, queueJobs, untilIdle, type Studio } from './studio.ts'

async function models(studio: Studio): Promise<Model[]> {
  return modelSchema.array().parse(await studio.json('GET', '/api/models'))
}

async function add(studio: Studio, path: string): Promise<string> {
  await studio.json('POST', '/api/models', { path })
  return (await models(studio)).find((model) => model.path === path)?.id ?? ''
}

const WORDS = {
  prompt: 'a red apple',
  seed: 3,
  steps: 1,
  scheduler: 'ddim',
  guidance: 0,
  width: 64,
  height: 64,
} as const

async function make(studio: Studio, modelId: string): Promise<ImageDetail> {
  await queueJobs(studio, { ...WORDS, modelId })
  const [job] = (await untilIdle(studio)).recent
  expect(job).toMatchObject({ state: 'done', error: null })
  return imageDetailSchema.parse(await studio.json('GET', `/api/images/${job?.imageIds[0]}`))
}

it('a UNet alone is used with the text encoders and the VAE of a whole model, and its recipe names both', async () => {
  const home = newHome()
  const engine = createRealEngine()
  const studio = await openStudio({ home, realEngine: engine, hasher: createFileHasher(join(home, 'hashes.json')) })
  const whole = readFileSync(goldenPath('sdxl-tiny.safetensors'))
  const basePath = join(home, 'files', 'sd_xl_base.safetensors')
  const unetPath = put(join(home, 'files', 'unet', 'one-step-unet.safetensors'), unetOf(whole))
  putCheckpoint(join(home, 'files', 'sd15.safetensors'))

  // Without a model that could give the rest, it says what to do.
  const unetId = await add(studio, unetPath)
  await add(studio, join(home, 'files', 'sd15.safetensors'))
  const problemOf = async () => (await models(studio)).find(({ id }) => id === unetId)
  expect(await problemOf()).toMatchObject({
    kind: 'checkpoint',
    family: 'sdxl',
    baseId: null,
    problem: {
      message: 'one-step-unet is a UNet alone. Add a whole SDXL model: its text encoders and VAE are used with it.',
    },
  })
  const refused = await studio.ask('POST', '/api/jobs', {
    ...pictureRequest({ ...WORDS, modelId: unetId }),
    place: 'end',
  })
  expect(refused.status).toBe(422)

  const baseId = await add(studio, put(basePath, whole))
  expect(await problemOf()).toMatchObject({ baseId, problem: null, width: 1024 })
  const picture = await make(studio, unetId)
  const ofWhole = await make(studio, baseId)
  expect(picture.pixelSha256).toBe(ofWhole.pixelSha256)
  expect(picture.recipe).toMatchObject({
    model: {
      name: 'one-step-unet',
      files: [
        { role: 'unet', name: 'one-step-unet.safetensors' },
        { role: 'checkpoint', name: 'sd_xl_base.safetensors' },
      ],
    },
  })

  // Another model that could give the rest changes nothing about a picture that was made before.
  await studio.json('POST', `/api/images/${picture.id}/regenerate`)
  expect((await untilIdle(studio)).recent[0]).toMatchObject({ comparison: { identical: true, changed: [] } })
  rmSync(basePath)
  await studio.json('POST', `/api/images/${picture.id}/regenerate`)
  expect((await untilIdle(studio)).recent[0]).toMatchObject({ state: 'failed' })
})
