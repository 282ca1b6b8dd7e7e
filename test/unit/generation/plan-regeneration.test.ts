import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInModel } from '../../../main/catalog/built-in-model.ts'
import { createFileHasher } from '../../../main/catalog/file-hashes.ts'
import { createInstalledModels } from '../../../main/catalog/installed-models.ts'
import { planRegeneration, type RegenerationPlanning } from '../../../main/generation/plan-regeneration.ts'
import { hashSources } from '../../../main/generation/recipe-sources.ts'
import { jobOfRecipe } from '../../../main/generation/regeneration-job.ts'
import { savePicture } from '../../../main/generation/save-picture.ts'
import { createStartImages } from '../../../main/generation/start-images.ts'
import { hashPixels } from '../../../main/images/pixel-hash.ts'
import { createModelStores } from '../../../main/library/models.ts'
import { generationRequestSchema } from '../../../main/server/contract/generation.ts'
import type { Recipe } from '../../../models/recipe/recipe.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenFolderPath, goldenPath } from '../../golden/tiny-models.ts'
import { openMemoryDatabase } from '../library/memory-library.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'

const { signal } = new AbortController()
const size = { width: 64, height: 64 }
const pixels = Uint8Array.from({ length: 3 * 64 * 64 }, (_, index) => index % 251)
const mask = new Uint8Array(64 * 64).fill(255, 0, 2000)
const vaeSource = join(goldenFolderPath('sd15-tiny'), 'vae', 'diffusion_pytorch_model.safetensors')

/** A computer with the tiny model installed, and what is known on it. */
async function computer() {
  const folder = temporaryFolder()
  const hasher = createFileHasher(join(folder, 'hashes.json'))
  const models = createInstalledModels(createModelStores(openMemoryDatabase(), Date.now).models, builtInModel())
  const path = goldenPath('sd15-tiny.safetensors')
  models.add(path)
  const { files } = await hashSources(hasher, { path, vae: null, loras: [] }, signal)
  const startImages = createStartImages(join(folder, 'start-images'))
  const planning: RegenerationPlanning = {
    models,
    hasher,
    startImages,
    images: { pathsOfPixels: () => [] },
    providers: ['cpu'],
    signal,
  }
  const recipe = (changes: Partial<Recipe> = {}) =>
    exampleRecipe({ ...size, loras: [], model: { ...exampleRecipe().model, name: 'tiny', files }, ...changes })
  return { folder, hasher, startImages, planning, recipe, path }
}

const startOf = (maskSha256: string | null) => ({ pixelSha256: hashPixels(pixels), maskSha256, strength: 0.4 })

describe('planRegeneration', () => {
  it('repeats everything that a recipe says', async () => {
    const { planning, recipe, path } = await computer()
    const told: Partial<Recipe> = {
      prompt: 'a (red:1.2) fox',
      negativePrompt: 'blue',
      emphasis: 'a1111',
      noiseSource: 'nv',
      clipSkip: 1,
      guidance: 3.5,
      seed: 99,
      scheduler: { kind: 'tcd', steps: 2, timesteps: [800, 300], spacing: null, eta: 0.3, predictionType: 'epsilon' },
    }
    const { request } = await planRegeneration(recipe(told), planning)
    expect(request).toEqual({
      model: { path, vae: null, loras: [] },
      device: { providers: ['cpu'], threads: null },
      prompt: 'a (red:1.2) fox',
      negativePrompt: 'blue',
      clipSkip: 1,
      emphasis: 'a1111',
      noiseSource: 'nv',
      sampling: {
        scheduler: { kind: 'tcd', steps: 2, timesteps: [800, 300], spacing: 'trailing', eta: 0.3 },
        guidance: 3.5,
        ...size,
      },
      image: null,
      tiled: false,
      seeds: [99],
    })
  })

  it('starts from the picture and mask that were kept', async () => {
    const { startImages, planning, recipe } = await computer()
    await startImages.keep({ pixels, mask, strength: 0.4 }, size)
    const { request } = await planRegeneration(recipe({ image: startOf(hashPixels(mask)) }), planning)
    expect(hashPixels(request.image!.pixels)).toBe(hashPixels(pixels))
    expect(hashPixels(request.image!.mask!)).toBe(hashPixels(mask))
    expect(request.image!.strength).toBe(0.4)
  })

  it('starts from a picture of the library with the same pixels', async () => {
    const { folder, planning, recipe } = await computer()
    const made = recipe({ result: { ...exampleRecipe().result, pixelSha256: hashPixels(pixels) } })
    const path = await savePicture({ pixels, recipe: made, folder, stem: 'start' })
    const images = { pathsOfPixels: (sha256: string) => (sha256 === hashPixels(pixels) ? ['/gone.png', path] : []) }
    const { request } = await planRegeneration(recipe({ image: startOf(null) }), { ...planning, images })
    expect(hashPixels(request.image!.pixels)).toBe(hashPixels(pixels))
  })

  it('says which picture or mask is gone', async () => {
    const { startImages, planning, recipe } = await computer()
    const planned = () => planRegeneration(recipe({ image: startOf(hashPixels(mask)) }), planning)
    await expect(planned()).rejects.toThrow(`there is no ${startImages.pathOf(hashPixels(pixels))} any more`)
    await startImages.keep({ pixels, mask: null, strength: 0.4 }, size)
    await expect(planned()).rejects.toThrow(`The mask that this was made with is gone`)
  })

  it('finds another VAE where it was used last, and says where that was once it is gone', async () => {
    const { folder, hasher, planning, recipe } = await computer()
    const vae = join(folder, 'my-vae.safetensors')
    cpSync(vaeSource, vae)
    const { sha256 } = await hasher.hash(vae)
    await hasher.save()
    // Another program, started later, with the same cache.
    const later = { ...planning, hasher: createFileHasher(join(folder, 'hashes.json')) }
    const told = recipe({ vae: { name: 'my-vae.safetensors', sha256 } })
    const { request } = await planRegeneration(told, later)
    expect(request.model.vae).toBe(vae)
    rmSync(vae)
    await expect(planRegeneration(told, later)).rejects.toThrow(
      `The VAE "my-vae.safetensors" (it was ${vae}) is gone or has changed. Put it back to make this again.`,
    )
    cpSync(goldenPath('sd15-tiny.safetensors'), vae)
    await expect(planRegeneration(told, later)).rejects.toThrow('is gone or has changed')
  })

  it('finds a VAE that is an installed checkpoint', async () => {
    const { planning, recipe, path } = await computer()
    const { sha256 } = await planning.hasher.hash(path)
    const told = recipe({ vae: { name: 'sd15-tiny.safetensors', sha256 } })
    const hasher = { ...planning.hasher, pathsOf: () => [] }
    expect((await planRegeneration(told, { ...planning, hasher })).request.model.vae).toBe(path)
  })
})

describe('jobOfRecipe', () => {
  it('shows what is repeated', () => {
    const recipe = exampleRecipe({ clipSkip: 2 })
    const { request } = jobOfRecipe('a'.repeat(16), recipe)
    expect(generationRequestSchema.parse(request)).toMatchObject({ steps: 2, clipSkip: 2, width: 128, guidance: 0 })
  })

  it('can be stored also for what only the command line makes', () => {
    const scheduler = { ...exampleRecipe().scheduler, steps: 400 }
    const recipe = exampleRecipe({ scheduler, guidance: 80, clipSkip: 20, width: 8, prompt: 'x'.repeat(30_000) })
    const request = generationRequestSchema.parse(jobOfRecipe('a'.repeat(16), recipe).request)
    expect(request).toMatchObject({ steps: null, guidance: null, clipSkip: 0, width: null, height: 192 })
  })
})
