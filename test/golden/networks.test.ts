import { describe, expect, it } from 'vitest'
import { openCheckpoint } from '../../main/catalog/open-checkpoint.ts'
import { buildClipText } from '../../models/graphs/clip-text.ts'
import { sinusoid } from '../../models/graphs/sinusoid.ts'
import { buildUnet } from '../../models/graphs/unet.ts'
import { buildVaeDecoder } from '../../models/graphs/vae-decoder.ts'
import { buildVaeEncoder } from '../../models/graphs/vae-encoder.ts'
import { readGoldenJson, readGoldenTensors } from './reference.ts'
import { largestDifference, openGraph, runGraph, tensorOf, type Feed } from './run-graph.ts'
import { goldenFolderPath, goldenPath } from './tiny-models.ts'

const TOLERANCE = 1e-4

const MODELS = [
  {
    name: 'sd15-tiny as a single file (F16)',
    reference: 'sd15-tiny-ref',
    open: () => openCheckpoint(goldenPath('sd15-tiny.safetensors')),
  },
  {
    name: 'sd15-tiny as a folder (F32)',
    reference: 'sd15-tiny-ref',
    open: () => openCheckpoint(goldenFolderPath('sd15-tiny')),
  },
  {
    name: 'sdxl-tiny as a single file (BF16)',
    reference: 'sdxl-tiny-ref',
    open: () => openCheckpoint(goldenPath('sdxl-tiny.safetensors')),
  },
  {
    name: 'sdxl-tiny as a folder (BF16, text encoders only)',
    reference: 'sdxl-tiny-ref',
    open: () => openCheckpoint(goldenFolderPath('sdxl-tiny')),
  },
]

function textFeeds(ids: ArrayLike<number>): Record<string, Feed> {
  const values = Int32Array.from(ids)
  return { ids: { shape: [values.length], values } }
}

function endPosition(ids: ArrayLike<number>): Feed {
  const values = Float32Array.from(ids, (_, index) => (index === Array.from(ids).indexOf(49407) ? 1 : 0))
  return { shape: [1, ids.length], values }
}

function sinusoids(ids: ArrayLike<number>, width: number): Feed {
  const values = Array.from(ids).flatMap((id) => [...sinusoid(id, { width, flipSinToCos: true, freqShift: 0 })])
  return { shape: [ids.length / 6, width * 6], values: Float32Array.from(values) }
}

describe.each(MODELS)('$name', ({ reference, open }) => {
  const { checkpoint } = open()
  const { components } = checkpoint
  const tensors = readGoldenTensors(`${reference}.safetensors`)
  const { timesteps, prompts } = readGoldenJson(`${reference}.json`) as { timesteps: number[]; prompts: string[] }

  it('maps every key', () => {
    expect(checkpoint.unmapped).toEqual([])
  })

  const encoders = [
    { prefix: 'text', component: components.textEncoder },
    { prefix: 'text2', component: components.textEncoder2 },
  ].filter(({ component }) => component !== undefined)

  it.each(encoders)(
    '$prefix: hidden states, last state and pooled text of every prompt',
    async ({ prefix, component }) => {
      if (component === undefined) throw new Error('no such encoder')
      const { config, weights } = component
      const all = Array.from({ length: config.layers + 1 }, (_, index) => index)
      const pooled = prefix === 'text2'
      const build = (hiddenStates: number[], finalNorm: boolean) =>
        openGraph(buildClipText({ config, weights, loras: [], hiddenStates, finalNorm, pooled }))
      const [raw, normalized] = [await build(all, false), await build([config.layers], true)]
      let compared = 0
      for (const index of prompts.keys()) {
        const ids = tensorOf(tensors, `${prefix}.${index}.input_ids`).values
        const feeds = { ...textFeeds(ids), ...(pooled ? { end_position: endPosition(ids) } : {}) }
        const states = await raw.run(feeds)
        const last = (await normalized.run(feeds))[`hidden.${config.layers}`] ?? []
        const outputs: Record<string, ArrayLike<number>> = {
          ...Object.fromEntries(all.map((layer) => [`hidden.${layer}`, states[`hidden.${layer}`] ?? []])),
          penultimate: states[`hidden.${config.layers - 1}`] ?? [],
          last_hidden_state: last,
          ...(pooled ? { text_embeds: states['pooled'] ?? [] } : {}),
        }
        for (const [name, values] of Object.entries(outputs)) {
          const expected = tensors.get(`${prefix}.${index}.${name}`)
          if (expected === undefined) continue
          expect(largestDifference(values, expected.values), `${prefix}.${index}.${name}`).toBeLessThan(TOLERANCE)
          compared += 1
        }
      }
      expect(compared).toBeGreaterThan(5)
      await Promise.all([raw.release(), normalized.release()])
    },
  )

  it.each(components.unet === undefined ? [] : [0, 1])('UNet on input %i at every timestep', async (index) => {
    const unet = components.unet
    if (unet === undefined) throw new Error('no UNet')
    const sample = tensorOf(tensors, `unet.${index}.sample`)
    const context = tensorOf(tensors, `unet.${index}.encoder_hidden_states`)
    const [batch = 0, , height = 0, width = 0] = sample.shape
    const model = buildUnet({ ...unet, loras: [], batch, height, width, contextLength: context.shape[1] ?? 0 })
    const base = unet.config.blockChannels[0] ?? 0
    const added: Record<string, Feed> =
      unet.config.addition === null
        ? {}
        : {
            pooled_text: tensorOf(tensors, `unet.${index}.text_embeds`),
            size_sinusoids: sinusoids(
              tensorOf(tensors, `unet.${index}.time_ids`).values,
              unet.config.addition.sinusoidWidth,
            ),
          }
    const graph = await openGraph(model)
    for (const timestep of timesteps) {
      const time = { shape: [1, base], values: sinusoid(timestep, { width: base, flipSinToCos: true, freqShift: 0 }) }
      const { prediction } = await graph.run({ sample, context, time_sinusoid: time, ...added })
      const expected = tensorOf(tensors, `unet.${index}.out.t${timestep}`)
      expect(largestDifference(prediction ?? [], expected.values), `t=${timestep}`).toBeLessThan(TOLERANCE)
    }
    await graph.release()
  })

  it.each(components.vae === undefined ? [] : [0, 1])('VAE on input %i, both ways', async (index) => {
    const vae = components.vae
    if (vae === undefined) throw new Error('no VAE')
    const latent = tensorOf(tensors, `vae.${index}.latents`)
    const [batch = 0, , height = 0, width = 0] = latent.shape
    const { image } = await runGraph(buildVaeDecoder({ ...vae, batch, height, width }), { latent })
    expect(largestDifference(image ?? [], tensorOf(tensors, `vae.${index}.decoded`).values)).toBeLessThan(TOLERANCE)
    const picture = tensorOf(tensors, `vae.${index}.image`)
    const { moments = new Float32Array() } = await runGraph(buildVaeEncoder({ ...vae, batch, height, width }), {
      image: picture,
    })
    const half = moments.length / 2
    expect(largestDifference(moments.subarray(0, half), tensorOf(tensors, `vae.${index}.mean`).values)).toBeLessThan(
      TOLERANCE,
    )
    expect(largestDifference(moments.subarray(half), tensorOf(tensors, `vae.${index}.logvar`).values)).toBeLessThan(
      TOLERANCE,
    )
  })
})
