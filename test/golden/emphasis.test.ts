import { afterAll, describe, expect, it } from 'vitest'
import { openModel } from '../../main/catalog/open-model.ts'
import type { DeviceSpec } from '../../main/engine/protocol.ts'
import type { EngineContext } from '../../main/engine/worker/context.ts'
import { createSession } from '../../main/engine/worker/create-session.ts'
import { nodeRuntime } from '../../main/engine/worker/node-runtime.ts'
import { denoisePictures } from '../../main/engine/worker/denoising.ts'
import { createSessionCache } from '../../main/engine/worker/session-cache.ts'
import { encodeText, type TextRequest } from '../../main/engine/worker/text-encoding.ts'
import { readPrompt } from '../../models/prompts/prompt-chunks.ts'
import { createClipTokenizer } from '../../models/tokenizer/clip-tokenizer.ts'
import { readGoldenJson } from './reference.ts'
import { goldenPath } from './tiny-models.ts'
import { readVocabulary } from './vocabulary.ts'

interface EmphasisCase {
  readonly prompt: string
  readonly model: 'sd15' | 'sdxl'
  readonly contextLength: number
  readonly mean: number
  readonly meanSquare: number
  /** Some tokens' states, every `columnStep`th value. */
  readonly rows: Readonly<Record<string, number[]>>
  readonly pooled: number[] | null
  readonly chunks: readonly { readonly ids: number[]; readonly weights: number[] }[]
}

interface EmphasisReference {
  readonly cases: readonly EmphasisCase[]
  readonly columnStep: number
  /** The UNet's output for a context of several chunks. */
  readonly unet: {
    readonly prompt: string
    readonly seed: number
    readonly timestep: number
    readonly output: number[]
  }
}

const { cases, columnStep, unet } = readGoldenJson('emphasis.json') as EmphasisReference
const TOLERANCE = 1e-4
const device: DeviceSpec = { providers: ['cpu'], threads: null }
const vocabulary = readVocabulary()
const first = createClipTokenizer(vocabulary, { padToken: 'endoftext' })
const second = createClipTokenizer(vocabulary, { padToken: 'exclamation' })

const engine: EngineContext = {
  runtime: nodeRuntime,
  sessions: createSessionCache(4e9, (component, model, spec) => createSession(nodeRuntime, component, model, spec)),
  tokenizers: () => ({ first, second }),
}

afterAll(() => engine.sessions.releaseAll())

const models = {
  sd15: openModel({ path: goldenPath('sd15-tiny.safetensors'), vae: null, loras: [] }),
  sdxl: openModel({ path: goldenPath('sdxl-tiny.safetensors'), vae: null, loras: [] }),
}

function encode(model: 'sd15' | 'sdxl', request: Partial<TextRequest> & { readonly prompt: string }) {
  const defaults: Omit<TextRequest, 'prompt'> = { negativePrompt: null, clipSkip: 0, guided: false, emphasis: 'a1111' }
  return encodeText(engine, models[model], device, { ...defaults, ...request })
}

function pick(values: Float32Array): number[] {
  return [...values].filter((_, index) => index % columnStep === 0)
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  const differences = actual.map((value, index) => Math.abs(value - (expected[index] ?? NaN)))
  expect(Math.max(...differences)).toBeLessThan(TOLERANCE)
}

describe.each(cases)('$model: $prompt', (entry) => {
  it('is tokenized and weighted as A1111 does', () => {
    const { chunks, truncated } = readPrompt(first, entry.prompt, 'a1111')
    expect(truncated).toBe(false)
    expect(chunks).toHaveLength(entry.chunks.length)
    for (const [index, { ids, weights }] of entry.chunks.entries()) {
      const chunk = chunks[index]
      expect([...(chunk?.ids.subarray(1, 1 + ids.length) ?? [])]).toEqual(ids)
      expect(chunk?.ids[1 + ids.length]).toBe(49407)
      const actual = chunk?.weights?.subarray(1, 1 + ids.length) ?? new Float32Array(ids.length).fill(1)
      expectClose([...actual], weights)
    }
  })

  it('gives the reference’s context', async () => {
    const { conditional } = await encode(entry.model, { prompt: entry.prompt })
    const { context, pooled } = conditional
    const width = context.length / entry.contextLength
    expect(width).toBe(models[entry.model].unet.config.contextWidth)
    for (const [row, expected] of Object.entries(entry.rows)) {
      expectClose(pick(context.subarray(Number(row) * width, (Number(row) + 1) * width)), expected)
    }
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    expectClose([mean(context), mean(context.map((value) => value ** 2))], [entry.mean, entry.meanSquare])
    expect(pooled === null).toBe(entry.pooled === null)
    expectClose(pick(pooled ?? Float32Array.of(0)), entry.pooled ?? [0])
  })
})

describe.each(['sd15', 'sdxl'] as const)('%s with emphasis on', (model) => {
  it('reads a prompt without emphasis exactly as with it off', async () => {
    const request = { prompt: 'Neon city at night, rain; ultra-detailed!', negativePrompt: 'blurry', guided: true }
    const plain = await encode(model, { ...request, emphasis: 'none' })
    expect(await encode(model, request)).toEqual(plain)
    expect(plain.conditional.context).not.toEqual(plain.unconditional?.context)
  })

  it('fills the shorter of the two prompts up with empty chunks', async () => {
    const long = 'a photo of a cat wearing a tiny hat, '.repeat(9)
    const empty = await encode(model, { prompt: '' })
    const chunk = empty.conditional.context.length
    for (const [prompt, negativePrompt] of [
      [long, 'blurry'],
      ['blurry', long],
    ] as const) {
      const { conditional, unconditional } = await encode(model, { prompt, negativePrompt, guided: true })
      expect([conditional.context.length, unconditional?.context.length]).toEqual([2 * chunk, 2 * chunk])
      const shorter = prompt === long ? unconditional : conditional
      expect(shorter?.context.subarray(chunk)).toEqual(empty.conditional.context)
    }
  })

  it('makes an absent negative prompt as long as the prompt', async () => {
    const { unconditional } = await encode(model, { prompt: 'a BREAK b', guided: true })
    expect(unconditional?.context).toHaveLength(2 * 77 * models[model].unet.config.contextWidth)
    expect(unconditional?.context.every((value) => value === 0)).toBe(model === 'sdxl')
  })

  it('counts as many chunks for both of SDXL’s tokenizers, which read exclamation marks differently', async () => {
    const { conditional } = await encode(model, { prompt: '!'.repeat(100) })
    const chunks = conditional.context.length / 77 / models[model].unet.config.contextWidth
    expect(chunks).toBe(model === 'sdxl' ? 2 : 1)
  })
})

it('runs the UNet on a context of several chunks as the reference does', async () => {
  const text = await encode('sd15', { prompt: unet.prompt })
  const outputs: Float32Array[] = []
  const timesteps: number[] = []
  await denoisePictures(engine, {
    model: models.sd15,
    texts: [text],
    device,
    spec: {
      modelId: 'opened by the test',
      textIds: ['encoded by the test'],
      scheduler: { kind: 'ddim', steps: 1, timesteps: null, spacing: 'trailing', eta: 0 },
      guidance: 0,
      width: 64,
      height: 64,
      noiseSource: 'cpu',
      generators: [{ seed: unet.seed, pictures: 1 }],
      image: null,
      sizes: null,
      previews: false,
    },
    onStep: async ({ modelStep, timestep }) => {
      outputs.push(modelStep.modelOutput)
      timesteps.push(timestep)
    },
    checkpoint: async () => undefined,
  })
  expect(timesteps).toEqual([unet.timestep])
  expectClose([...(outputs[0] ?? [])], unet.output)
})
