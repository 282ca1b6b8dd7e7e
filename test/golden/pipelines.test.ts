import { afterAll, describe, expect, it } from 'vitest'
import { openModel } from '../../main/catalog/open-model.ts'
import type { DenoiseSpec, DeviceSpec, SchedulerSpec } from '../../main/engine/protocol.ts'
import type { EngineContext } from '../../main/engine/worker/context.ts'
import { createSession } from '../../main/engine/worker/create-session.ts'
import { decodeLatent } from '../../main/engine/worker/decoding.ts'
import { denoisePictures } from '../../main/engine/worker/denoising.ts'
import { nodeRuntime } from '../../main/engine/worker/node-runtime.ts'
import { createSessionCache } from '../../main/engine/worker/session-cache.ts'
import { encodeText } from '../../main/engine/worker/text-encoding.ts'
import { isGuided } from '../../models/samplers/guidance.ts'
import { createClipTokenizer } from '../../models/tokenizer/clip-tokenizer.ts'
import { readGoldenJson, readGoldenTensors } from './reference.ts'
import { largestDifference, tensorOf } from './run-graph.ts'
import { goldenPath } from './tiny-models.ts'
import { readVocabulary } from './vocabulary.ts'

interface PipelineCase {
  readonly name: string
  readonly model: 'sd15' | 'sdxl'
  readonly kind: string
  readonly sched: 'tcd' | 'ddim' | 'lcm' | 'euler' | 'euler_a' | 'dpmpp_2m'
  readonly config: { readonly timestep_spacing?: SchedulerSpec['spacing']; readonly use_karras_sigmas?: boolean }
  readonly prompt: string | string[]
  readonly negative: string | string[] | null
  readonly size: [number, number]
  readonly lora: number | null
  readonly lora_file: string | null
  readonly cfg: number
  readonly eta: number
  readonly n: number
  readonly steps?: number
  readonly timesteps?: number[]
  readonly clip_skip?: number
  readonly seed: number | number[]
  readonly latents_max: number
  readonly strength?: number
  readonly image?: string
  readonly mask?: string
  readonly original_size?: [number, number]
  readonly crop?: [number, number]
  readonly target_size?: [number, number]
}

const KINDS: Readonly<Record<PipelineCase['sched'], SchedulerSpec['kind']>> = {
  tcd: 'tcd',
  ddim: 'ddim',
  lcm: 'lcm',
  euler: 'euler',
  euler_a: 'euler-a',
  dpmpp_2m: 'dpmpp-2m',
}

const { cases } = readGoldenJson('pipelines.json') as { cases: PipelineCase[] }
const tensors = readGoldenTensors('pipelines.safetensors')
const device: DeviceSpec = { providers: ['cpu'], threads: null }
const vocabulary = readVocabulary()

const engine: EngineContext = {
  runtime: nodeRuntime,
  sessions: createSessionCache(4e9, (component, model, spec) => createSession(nodeRuntime, component, model, spec)),
  tokenizers: () => ({
    first: createClipTokenizer(vocabulary, { padToken: 'endoftext' }),
    second: createClipTokenizer(vocabulary, { padToken: 'exclamation' }),
  }),
}

afterAll(() => engine.sessions.releaseAll())

function schedulerOf(entry: PipelineCase): SchedulerSpec {
  const karras = entry.config.use_karras_sigmas === true
  const kind = KINDS[entry.sched]
  return {
    kind: karras && kind === 'dpmpp-2m' ? 'dpmpp-2m-karras' : kind,
    steps: entry.steps ?? entry.timesteps?.length ?? 0,
    timesteps: entry.timesteps ?? null,
    spacing: entry.config.timestep_spacing ?? 'linspace',
    eta: entry.eta,
  }
}

function generatorsOf({ seed, n, prompt }: PipelineCase): DenoiseSpec['generators'] {
  if (Array.isArray(seed)) return seed.map((one) => ({ seed: one, pictures: 1 }))
  return [{ seed, pictures: Array.isArray(prompt) ? prompt.length : n }]
}

function startImageOf({ image, mask, strength }: PipelineCase): DenoiseSpec['image'] {
  if (image === undefined) return null
  const bytes = (name: string) => Uint8Array.from(tensorOf(tensors, name).values)
  return { pixels: bytes(image), mask: mask === undefined ? null : bytes(mask), strength: strength ?? 1 }
}

function specOf(entry: PipelineCase): DenoiseSpec {
  const [width, height] = entry.size
  const { original_size: original, crop, target_size: target } = entry
  return {
    modelId: 'opened by the test',
    textIds: ['encoded by the test'],
    scheduler: schedulerOf(entry),
    guidance: entry.cfg,
    width,
    height,
    noiseSource: 'cpu',
    generators: generatorsOf(entry),
    image: startImageOf(entry),
    sizes: original && crop && target ? { original, crop, target } : null,
    previews: false,
  }
}

async function encodePrompts(entry: PipelineCase, model: ReturnType<typeof openModel>) {
  const prompts = [entry.prompt].flat()
  const negatives = entry.negative === null ? prompts.map(() => null) : [entry.negative].flat()
  return Promise.all(
    prompts.map((prompt, index) =>
      encodeText(engine, model, device, {
        prompt,
        negativePrompt: negatives[index] ?? null,
        clipSkip: entry.clip_skip ?? 0,
        guided: isGuided(entry.cfg),
        emphasis: 'none',
      }),
    ),
  )
}

describe.each(cases)('$name', (entry) => {
  it('gives the reference’s latents after every step, and its picture', async () => {
    const lora = entry.lora_file === null ? null : goldenPath(entry.lora_file.replace(/\.gz$/, ''))
    const model = openModel({
      path: goldenPath(`${entry.model}-tiny.safetensors`),
      vae: null,
      loras: lora === null ? [] : [{ path: lora, strength: entry.lora ?? 1 }],
    })
    const texts = await encodePrompts(entry, model)
    const steps: Float32Array[] = []
    const batch = await denoisePictures(engine, {
      model,
      texts,
      device,
      spec: specOf(entry),
      onStep: ({ latents }) => Promise.resolve(void steps.push(latents)),
      checkpoint: () => Promise.resolve(),
    })
    const tolerance = 1e-4 * entry.latents_max
    const expected = tensorOf(tensors, `${entry.name}.latents`)
    expect([batch.pictures, batch.channels, batch.height, batch.width]).toEqual(expected.shape)
    expect(largestDifference(batch.values, expected.values)).toBeLessThan(tolerance)
    const earlier = tensors.get(`${entry.name}.steps`)?.values ?? []
    const joined = steps.slice(0, -1).flatMap((latents) => [...latents])
    expect(largestDifference(joined, earlier)).toBeLessThan(tolerance)
    const image = tensorOf(tensors, `${entry.name}.image`)
    const pixels: number[] = []
    for (let picture = 0; picture < batch.pictures; picture++) {
      pixels.push(...(await decodeLatent(engine, model, device, { batch, picture })).pixels)
    }
    expect(largestDifference(pixels, image.values)).toBeLessThanOrEqual(1)
  })
})
