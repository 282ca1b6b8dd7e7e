import { afterAll, describe, expect, it } from 'vitest'
import { builtInModel } from '../../../../main/catalog/built-in-model.ts'
import type { DenoiseSpec, DeviceSpec, EngineEvent, ModelSpec } from '../../../../main/engine/protocol.ts'
import type { EngineContext } from '../../../../main/engine/worker/context.ts'
import { createSession } from '../../../../main/engine/worker/create-session.ts'
import { createHandlers } from '../../../../main/engine/worker/handlers.ts'
import { nodeRuntime } from '../../../../main/engine/worker/node-runtime.ts'
import { createSessionCache } from '../../../../main/engine/worker/session-cache.ts'
import { createClipTokenizer } from '../../../../models/tokenizer/clip-tokenizer.ts'
import { goldenPath } from '../../../golden/tiny-models.ts'
import { readVocabulary } from '../../../golden/vocabulary.ts'

const device: DeviceSpec = { providers: ['cpu'], threads: null }
const vocabulary = readVocabulary()
const tokenizer = createClipTokenizer(vocabulary, { padToken: 'endoftext' })
const context: EngineContext = {
  runtime: nodeRuntime,
  sessions: createSessionCache(4e9, (component, model, spec) => createSession(nodeRuntime, component, model, spec)),
  tokenizers: () => ({ first: tokenizer, second: tokenizer }),
}

afterAll(() => context.sessions.releaseAll())

type Preview = Extract<EngineEvent, { type: 'preview' }>

/** An engine with a model, which makes a picture and tells of the previews on the way. */
async function openEngine(model: ModelSpec) {
  const handlers = createHandlers(context)
  const events: EngineEvent[] = []
  const control = { report: (event: EngineEvent) => void events.push(event), checkpoint: async () => undefined }
  const { modelId } = await handlers.load({ model, device }, control)
  const words = { prompt: 'a red apple', negativePrompt: null, clipSkip: 0, guided: false, emphasis: 'none' } as const
  const { textId } = await handlers.encodeText({ modelId, ...words }, control)

  return async (changes: Partial<Pick<DenoiseSpec, 'previews'>> & { readonly steps: number }) => {
    events.length = 0
    const { steps, previews = true } = changes
    const spec: DenoiseSpec = {
      modelId,
      textIds: [textId],
      scheduler: { kind: 'ddim', steps, timesteps: null, spacing: 'trailing', eta: 0 },
      guidance: 0,
      width: 128,
      height: 64,
      noiseSource: 'cpu',
      generators: [{ seed: 7, pictures: 1 }],
      image: null,
      sizes: null,
      previews,
    }
    const { latentId } = await handlers.denoise(spec, control)
    const shown = events.filter((event): event is Preview => event.type === 'preview')
    const order = events.map(({ type }) => type).filter((type) => type === 'step' || type === 'preview')
    const { values } = await handlers.readLatent({ latentId, picture: 0 }, control)
    return {
      shown,
      order,
      values,
      decode: () => handlers.decode({ modelId, latentId, picture: 0, tiled: false }, control),
    }
  }
}

/** Mean difference between a preview and the picture, whose pixels are averaged to the preview's size. */
function differenceOf(preview: Preview, picture: { pixels: Uint8Array; width: number; height: number }): number {
  const scale = picture.width / preview.width
  let sum = 0
  for (const [index, value] of preview.pixels.entries()) {
    const [pixel, color] = [Math.floor(index / 3), index % 3]
    const [row, column] = [Math.floor(pixel / preview.width) * scale, (pixel % preview.width) * scale]
    let mean = 0
    for (let y = row; y < row + scale; y++) {
      for (let x = column; x < column + scale; x++) {
        mean += (picture.pixels[(y * picture.width + x) * 3 + color] as number) / scale ** 2
      }
    }
    sum += Math.abs(value - mean)
  }
  return sum / preview.pixels.length
}

const builtIn = { path: builtInModel().path, vae: null, loras: [builtInModel().lora] }

describe('previews of a model whose colours are not known', () => {
  it('are grey at latent size, one after each step, until a picture has been decoded; then they resemble it', async () => {
    const make = await openEngine(builtIn)
    const first = await make({ steps: 3 })
    expect(first.order).toEqual(['step', 'preview', 'step', 'preview', 'step', 'preview'])
    for (const { width, height, pixels } of first.shown) {
      expect([width, height, pixels.length]).toEqual([16, 8, 16 * 8 * 3])
      expect(pixels.every((value, index) => value === pixels[index - (index % 3)])).toBe(true)
    }
    const picture = await first.decode()
    const { shown } = await make({ steps: 3 })
    const differences = shown.map((preview) => differenceOf(preview, picture))
    expect(differences.at(-1)).toBeLessThan(15)
    expect(differences.at(-1)).toBeLessThan(differenceOf(first.shown[2] as Preview, picture) / 2)
  })

  it('change nothing, and come only when asked for and when there is more than one step', async () => {
    const make = await openEngine(builtIn)
    const [with_, without, single] = [
      await make({ steps: 2 }),
      await make({ steps: 2, previews: false }),
      await make({ steps: 1 }),
    ]
    expect([with_.shown.length, without.shown.length, single.shown.length]).toEqual([2, 0, 0])
    expect(without.values).toEqual(with_.values)
  })
})

describe('previews of a model with a tiny autoencoder', () => {
  it('are decoded by it, the last being the picture', async () => {
    const vae = goldenPath('taesd_decoder-tiny.safetensors')
    const make = await openEngine({ path: goldenPath('sd15-tiny.safetensors'), vae, loras: [] })
    const { shown, decode } = await make({ steps: 2 })
    expect(shown.map(({ width, height }) => [width, height])).toEqual([
      [128, 64],
      [128, 64],
    ])
    const last = shown[1] as Preview
    expect(differenceOf(last, await decode())).toBeLessThan(1)
    expect(differenceOf(shown[0] as Preview, await decode())).toBeGreaterThan(1)
  })
})
