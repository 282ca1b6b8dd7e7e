import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFileHasher } from '../../../main/catalog/file-hashes.ts'
import { hashSources, modelName } from '../../../main/generation/recipe-sources.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenFolderPath, goldenPath } from '../../golden/tiny-models.ts'

const hasher = createFileHasher(join(temporaryFolder(), 'cache.json'))
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const { signal } = new AbortController()

describe('modelName', () => {
  it.each([
    ['/models/dream.v2.safetensors', 'dream.v2'],
    ['/models/stable-diffusion-v1.5', 'stable-diffusion-v1.5'],
  ])('of %s is %s', (path, name) => {
    expect(modelName(path)).toBe(name)
  })
})

describe('hashSources', () => {
  it('names a single file as a checkpoint, LoRAs with their strength, and another VAE', async () => {
    const path = goldenPath('sd15-tiny.safetensors')
    const lora = goldenPath('lora/sd15-hyper-kohya.safetensors')
    const vae = goldenPath('taesd_decoder-tiny.safetensors')
    const sources = await hashSources(hasher, { path, vae, loras: [{ path: lora, strength: 0.5 }] }, signal)
    expect(sources.files).toEqual([{ role: 'checkpoint', name: 'sd15-tiny.safetensors', sha256: sha256(path) }])
    expect(sources.loras).toMatchObject([{ name: 'sd15-hyper-kohya', strength: 0.5, sha256: sha256(lora) }])
    expect(sources.vae).toEqual({ name: 'taesd_decoder-tiny.safetensors', sha256: sha256(vae) })
  })

  it('names each file of a folder by the network it holds', async () => {
    const path = goldenFolderPath('sd15-tiny')
    const { files, loras, vae } = await hashSources(hasher, { path, vae: null, loras: [] }, signal)
    expect(files.map(({ role }) => role).toSorted()).toEqual(['textEncoder', 'unet', 'vae'])
    const unet = files.find(({ role }) => role === 'unet')
    expect(unet?.sha256).toBe(sha256(join(path, 'unet', 'diffusion_pytorch_model.safetensors')))
    expect({ loras, vae }).toEqual({ loras: [], vae: null })
  })

  it('ends once it is not needed any more', async () => {
    const path = goldenPath('sdxl-tiny.safetensors')
    await expect(hashSources(hasher, { path, vae: null, loras: [] }, AbortSignal.abort())).rejects.toThrow(/abort/i)
  })
})
