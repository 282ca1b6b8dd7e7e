import type { GeneratedPicture, GenerationRequest } from '../../../main/generation/generate.ts'

/** A request with nothing special in it. */
export function exampleRequest(changes: Partial<GenerationRequest> = {}): GenerationRequest {
  return {
    model: { path: '/models/a.safetensors', vae: null, loras: [] },
    device: { providers: ['cpu'], threads: null },
    prompt: 'a red apple',
    negativePrompt: null,
    clipSkip: 0,
    emphasis: 'none',
    sampling: {
      scheduler: { kind: 'ddim', steps: 2, timesteps: null, spacing: 'trailing', eta: 0 },
      guidance: 0,
      width: 64,
      height: 64,
    },
    noiseSource: 'cpu',
    image: null,
    tiled: false,
    seeds: [7],
    ...changes,
  }
}

/** A picture whose hashes are digits repeated. */
export function examplePicture(changes: Partial<GeneratedPicture> = {}): GeneratedPicture {
  return {
    seed: 7,
    width: 64,
    height: 64,
    pixels: new Uint8Array(3 * 64 * 64),
    pixelSha256: '1'.repeat(64),
    latent: { shape: [4, 8, 8], values: new Float32Array(256) },
    latentSha256: '2'.repeat(64),
    provider: 'webgpu',
    fallback: null,
    onnxruntime: '1.30.0',
    timings: { loadMs: 1, encodeTextMs: 2, denoiseMs: 3, decodeMs: 4 },
    ...changes,
  }
}
