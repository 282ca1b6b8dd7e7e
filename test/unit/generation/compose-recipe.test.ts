import { describe, expect, it } from 'vitest'
import { composeRecipe, type RecipeFacts } from '../../../main/generation/compose-recipe.ts'
import type { GenerationRequest } from '../../../main/generation/generate.ts'
import { parseRecipe } from '../../../models/recipe/recipe.ts'
import { SCHEDULER_KINDS } from '../../../models/schedulers/scheduler-settings.ts'
import { examplePicture, exampleRequest } from './example-request.ts'

const facts: RecipeFacts = {
  sources: {
    files: [{ role: 'checkpoint', name: 'a.safetensors', sha256: '3'.repeat(64) }],
    loras: [{ name: 'unified', strength: 0.5, sha256: '4'.repeat(64), contentSha256: '5'.repeat(64) }],
    vae: { name: 'vae.safetensors', sha256: '6'.repeat(64) },
  },
  modelId: null,
  modelName: 'a',
  family: 'sdxl',
  predictionType: 'v_prediction',
  deviceName: 'Some CPU',
  onestroke: '0.1.0',
  createdAt: new Date('2026-11-23T12:34:56.789Z'),
}

const compose = (changes: Partial<GenerationRequest> = {}) =>
  composeRecipe(exampleRequest(changes), examplePicture({ seed: 9, width: 72 }), facts)

describe('composeRecipe', () => {
  it('writes a recipe that is read back as it was written', () => {
    const recipe = compose()
    expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
  })

  it('writes down what decided the pixels, and what came out', () => {
    const changes = { prompt: 'p', negativePrompt: '', clipSkip: 1, noiseSource: 'nv' } as const
    expect(compose(changes)).toMatchObject({
      ...changes,
      model: { id: null, name: 'a', family: 'sdxl', files: facts.sources.files },
      loras: facts.sources.loras,
      vae: facts.sources.vae,
      scheduler: {
        kind: 'ddim',
        steps: 2,
        timesteps: null,
        spacing: 'trailing',
        eta: 0,
        predictionType: 'v_prediction',
      },
      // Seed and size are the picture's, which may be one of several.
      seed: 9,
      width: 72,
      height: 64,
      image: null,
      device: { provider: 'webgpu', name: 'Some CPU' },
      engine: { onestroke: '0.1.0', onnxruntime: '1.30.0' },
      result: { pixelSha256: '1'.repeat(64), latentSha256: '2'.repeat(64) },
      createdAt: '2026-11-23T12:34:56.789Z',
    })
  })

  it.each(SCHEDULER_KINDS)('is valid with %s', (kind) => {
    const { sampling } = exampleRequest()
    const scheduler = { ...sampling.scheduler, kind, eta: 1 }
    const recipe = compose({ sampling: { ...sampling, scheduler } })
    expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
    // TCD and LCM have one grid of their own.
    expect(recipe.scheduler.spacing).toBe(kind === 'tcd' || kind === 'lcm' ? null : 'trailing')
  })

  it('keeps explicit timesteps', () => {
    const { sampling } = exampleRequest()
    const scheduler = { ...sampling.scheduler, kind: 'lcm', steps: 1, timesteps: [800] } as const
    const recipe = compose({ sampling: { ...sampling, scheduler: { ...scheduler, timesteps: [800] } } })
    expect(parseRecipe(JSON.parse(JSON.stringify(recipe))).scheduler.timesteps).toEqual([800])
  })

  it('names the picture it started from by its pixels, and the mask by its', () => {
    const picture = { pixels: Uint8Array.of(1, 2, 3), mask: null, strength: 0.5 }
    const plain = parseRecipe(JSON.parse(JSON.stringify(compose({ image: picture }))))
    // printf '\x01\x02\x03' | sha256sum
    const pixelSha256 = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81'
    expect(plain.image).toEqual({ pixelSha256, maskSha256: null, strength: 0.5 })
    const masked = compose({ image: { ...picture, mask: Uint8Array.of(1, 2, 3) } })
    expect(masked.image?.maskSha256).toBe(pixelSha256)
  })
})
