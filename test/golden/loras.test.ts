import { describe, expect, it } from 'vitest'
import { openModel } from '../../main/catalog/open-model.ts'
import { buildClipText } from '../../models/graphs/clip-text.ts'
import { isPlainLora } from '../../models/graphs/lora-nodes.ts'
import { strengthInput } from '../../models/graphs/parameters.ts'
import { sinusoid } from '../../models/graphs/sinusoid.ts'
import { buildUnet } from '../../models/graphs/unet.ts'
import { createClipTokenizer } from '../../models/tokenizer/clip-tokenizer.ts'
import { readGoldenJson, readGoldenTensors } from './reference.ts'
import { largestDifference, runGraph, tensorOf, type Feed } from './run-graph.ts'
import { goldenPath } from './tiny-models.ts'
import { readVocabulary } from './vocabulary.ts'

const TOLERANCE = 1e-4

interface LoraCases {
  readonly strengths: number[]
  readonly timestep: number
  readonly prompt_of_the_text_encoder_outputs: string
  readonly files: {
    readonly file: string
    readonly model: 'sd15' | 'sdxl'
    readonly effect: string
    readonly format: string
  }[]
}

const cases = readGoldenJson('lora.json') as LoraCases
const tensors = readGoldenTensors('lora-ref.safetensors')
const vocabulary = readVocabulary()

function sizeSinusoids(ids: ArrayLike<number>, width: number): Feed {
  const values = Array.from(ids).flatMap((id) => [...sinusoid(id, { width, flipSinToCos: true, freqShift: 0 })])
  return { shape: [1, values.length], values: Float32Array.from(values) }
}

function openWith(entry: LoraCases['files'][number], strength: number) {
  const path = goldenPath(entry.file.replace(/\.gz$/, ''))
  return openModel({ path: goldenPath(`${entry.model}-tiny.safetensors`), vae: null, loras: [{ path, strength }] })
}

function textIds(second: boolean): Int32Array {
  const tokenizer = createClipTokenizer(vocabulary, { padToken: second ? 'exclamation' : 'endoftext' })
  return tokenizer.encode(cases.prompt_of_the_text_encoder_outputs).ids
}

describe.each(cases.files)('$file: $format', (entry) => {
  const runs = cases.strengths.flatMap((strength) =>
    (['folded', 'beside', 'adjustable'] as const).map((loraPlacement) => ({ strength, loraPlacement })),
  )

  it.each(runs)('changes the UNet as the reference does, $loraPlacement, at strength $strength', async (run) => {
    const { strength } = run
    const isPlain = openWith(entry, 1).unet.loras.every(({ deltas }) => [...deltas.values()].every(isPlainLora))
    // Kinds that are always folded in have their strength in the graph.
    const loraPlacement = run.loraPlacement === 'adjustable' && !isPlain ? 'beside' : run.loraPlacement
    // Else the strength that it is opened with must not matter.
    const opened = openWith(entry, loraPlacement === 'adjustable' ? 0.123 : strength)
    expect(opened.warnings).toEqual([])
    const { config } = opened.unet
    const sample = tensorOf(tensors, `${entry.model}.sample`)
    const context = tensorOf(tensors, `${entry.model}.encoder_hidden_states`)
    const [batch = 0, , height = 0, width = 0] = sample.shape
    const base = config.blockChannels[0] ?? 0
    const time = sinusoid(cases.timestep, { width: base, flipSinToCos: true, freqShift: 0 })
    const { prediction = [] } = await runGraph(
      buildUnet({ ...opened.unet, loraPlacement, batch, height, width, contextLength: context.shape[1] ?? 0 }),
      {
        sample,
        context,
        time_sinusoid: { shape: [1, base], values: time },
        ...(loraPlacement === 'adjustable' && opened.unet.loras.length > 0
          ? { [strengthInput(0)]: { shape: [1], values: Float32Array.of(strength) } }
          : {}),
        ...(config.addition === null
          ? {}
          : {
              pooled_text: tensorOf(tensors, `${entry.model}.text_embeds`),
              size_sinusoids: sizeSinusoids(
                tensorOf(tensors, `${entry.model}.time_ids`).values,
                config.addition.sinusoidWidth,
              ),
            }),
      },
    )
    const expected = tensorOf(tensors, `${entry.effect}.s${strength}`)
    expect(largestDifference(prediction, expected.values)).toBeLessThan(TOLERANCE)
    const unchanged = tensorOf(tensors, `${entry.model}.base`)
    const changesUnet = opened.unet.loras.length > 0
    expect(largestDifference(expected.values, unchanged.values) > TOLERANCE).toBe(changesUnet)
  })
})

describe.each(cases.files.filter(({ effect }) => effect.endsWith('.te')))('$file in the text encoders', (entry) => {
  const outputs = ['te', 'te2'].filter((name) => tensors.has(`${entry.effect}.${name}.s1`))

  it.each(cases.strengths.flatMap((strength) => outputs.map((name) => ({ strength, name }))))(
    'gives the reference’s last hidden state of $name at strength $strength',
    async ({ strength, name }) => {
      const opened = openWith(entry, strength)
      const encoder = name === 'te' ? opened.textEncoder : opened.textEncoder2
      if (encoder === null) throw new Error('no second encoder')
      expect(encoder.loras).toHaveLength(1)
      const { layers } = encoder.config
      const graph = buildClipText({ ...encoder, hiddenStates: [layers], finalNorm: true, pooled: false })
      const ids = textIds(name === 'te2')
      const { [`hidden.${layers}`]: last = [] } = await runGraph(graph, { ids: { shape: [ids.length], values: ids } })
      const expected = tensorOf(tensors, `${entry.effect}.${name}.s${strength}`)
      expect(largestDifference(last, expected.values)).toBeLessThan(TOLERANCE)
    },
  )
})
