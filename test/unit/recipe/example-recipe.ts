import type { Recipe } from '../../../models/recipe/recipe.ts'

/** A valid recipe; its hashes are digits repeated, so that a cut one is recognised. */
export function exampleRecipe(changes: Partial<Recipe> = {}): Recipe {
  return {
    version: 1,
    prompt: 'a red fox',
    negativePrompt: null,
    model: {
      id: 'built-in',
      name: 'Built-in',
      family: 'sd15',
      files: [
        { role: 'vae', name: 'vae.safetensors', sha256: '2'.repeat(64) },
        { role: 'unet', name: 'unet.safetensors', sha256: '1'.repeat(64) },
      ],
    },
    loras: [{ name: 'unified', strength: 1, sha256: '3'.repeat(64), contentSha256: '4'.repeat(64) }],
    vae: null,
    tiling: null,
    scheduler: { kind: 'tcd', steps: 2, timesteps: null, spacing: null, eta: 0.5, predictionType: 'epsilon' },
    guidance: 0,
    clipSkip: 0,
    emphasis: 'none',
    seed: 7,
    width: 128,
    height: 192,
    image: null,
    noiseSource: 'cpu',
    device: { provider: 'cpu', name: 'CPU' },
    engine: { onestroke: '0.1.0', onnxruntime: '1.30.0' },
    result: { pixelSha256: '5'.repeat(64), latentSha256: '6'.repeat(64) },
    createdAt: '2026-11-23T12:00:00.000Z',
    timings: { loadMs: 100, encodeTextMs: 10, denoiseMs: 40.5, decodeMs: 20 },
    ...changes,
  }
}
