import { describe, expect, it } from 'vitest'
import type { DeviceSpec } from '../../../../main/engine/protocol.ts'
import { openModel } from '../../../../main/catalog/open-model.ts'
import type { OpenedModel } from '../../../../main/catalog/opened-model.ts'
import { createSession } from '../../../../main/engine/worker/create-session.ts'
import { denoisePictures, type LatentBatch } from '../../../../main/engine/worker/denoising.ts'
import { nodeRuntime } from '../../../../main/engine/worker/node-runtime.ts'
import { createSessionCache } from '../../../../main/engine/worker/session-cache.ts'
import { areAdjustable } from '../../../../models/graphs/lora-placement.ts'
import type { LoraDelta } from '../../../../models/checkpoints/lora/lora-delta.ts'
import { createClipTokenizer } from '../../../../models/tokenizer/clip-tokenizer.ts'
import { encodeText } from '../../../../main/engine/worker/text-encoding.ts'
import type { WeightRef } from '../../../../models/checkpoints/weights.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'
import { unpackGolden } from '../../../golden/reference.ts'
import { readVocabulary } from '../../../golden/vocabulary.ts'

const DEVICE: DeviceSpec = { providers: ['cpu'], threads: 1 }
const vocabulary = readVocabulary()
const folder = temporaryFolder()
const path = unpackGolden('sd15-tiny.safetensors', folder)
const lora = unpackGolden('lora/sd15-attn-kohya.safetensors', folder)

/** The tiny model as a large one is run: with its LoRA beside the layers. */
function openBeside(strength: number): OpenedModel {
  const opened = openModel({ path, vae: null, loras: [{ path: lora, strength }] })
  // A network of this size has its LoRAs folded in; a large one's key leaves strengths out.
  const { loras } = openModel({ path, vae: null, loras: [{ path: lora, strength: 1 }] }).unet
  const same = loras.map(({ deltas }) => ({ deltas, strength }))
  return { ...opened, unet: { ...opened.unet, loras: same, adjustable: true, key: 'the same' } }
}

function openEngine() {
  const made: string[] = []
  const sessions = createSessionCache(1e12, (component, model, chosen) => {
    made.push(component)
    return createSession(nodeRuntime, component, model, chosen)
  })
  const engine = {
    runtime: nodeRuntime,
    sessions,
    tokenizers: () => ({
      first: createClipTokenizer(vocabulary, { padToken: 'endoftext' }),
      second: createClipTokenizer(vocabulary, { padToken: 'exclamation' }),
    }),
  }
  return { engine, made }
}

async function run({ engine }: ReturnType<typeof openEngine>, strength: number): Promise<LatentBatch> {
  const model = openBeside(strength)
  const words = { prompt: 'a fox', negativePrompt: null, clipSkip: 0, guided: false, emphasis: 'none' } as const
  const text = await encodeText(engine, model, DEVICE, words)
  return denoisePictures(engine, {
    model,
    texts: [text],
    device: DEVICE,
    spec: {
      modelId: 'm',
      textIds: ['t'],
      scheduler: { kind: 'tcd', steps: 2, timesteps: null, spacing: 'trailing', eta: 0.3 },
      guidance: 0,
      width: 64,
      height: 64,
      noiseSource: 'cpu',
      generators: [{ seed: 7, pictures: 1 }],
      image: null,
      sizes: null,
      previews: false,
    },
    onStep: () => Promise.resolve(),
    checkpoint: () => Promise.resolve(),
  })
}

describe('the strength of a LoRA beside the layers', () => {
  it('changes without another session, and gives what a session of its own would', async () => {
    const shared = openEngine()
    const first = await run(shared, 1)
    const weaker = await run(shared, 0.4)
    expect(shared.made.filter((component) => component === 'UNet')).toHaveLength(1)
    expect(weaker.values).not.toEqual(first.values)
    expect((await run(openEngine(), 0.4)).values).toEqual(weaker.values)
    expect((await run(shared, 1)).values).toEqual(first.values)
    const none = await run(shared, 0)
    expect(none.values).not.toEqual(weaker.values)
    expect(shared.made.filter((component) => component === 'UNet')).toHaveLength(1)
  })
})

describe('areAdjustable', () => {
  const weight = { dtype: 'F16', shape: [30_000, 30_000], file: 'f', offset: 0, length: 1, transposed: false } as const
  const large = new Map<string, WeightRef>([['w', weight]])
  const plain = openBeside(1).unet.loras[0]?.deltas ?? new Map<string, LoraDelta>()

  it('holds for large networks whose LoRAs are all plain', () => {
    expect(areAdjustable(large, [{ deltas: plain, strength: 1 }])).toBe(true)
    expect(areAdjustable(openBeside(1).unet.weights, [{ deltas: plain, strength: 1 }])).toBe(false)
    expect(areAdjustable(large, [])).toBe(false)
    const difference = new Map<string, LoraDelta>([['w', { kind: 'diff', delta: weight }]])
    expect(
      areAdjustable(large, [
        { deltas: plain, strength: 1 },
        { deltas: difference, strength: 1 },
      ]),
    ).toBe(false)
  })
})
