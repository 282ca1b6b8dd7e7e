import { describe, expect, it } from 'vitest'
import type { Checkpoint } from '../../models/checkpoints/checkpoint.ts'
import { explainMisfit } from '../../models/checkpoints/lora/explain-misfit.ts'
import type { LoraDelta } from '../../models/checkpoints/lora/lora-delta.ts'
import type { LoraFile } from '../../models/checkpoints/lora/lora-file.ts'
import { readLora } from '../../models/checkpoints/lora/read-lora.ts'
import { readSingleFile } from '../../models/checkpoints/read-single-file.ts'
import {
  parseSafetensorsHeader,
  readHeaderLength,
  type SafetensorsHeader,
} from '../../models/checkpoints/safetensors-header.ts'
import { readGolden, readGoldenJson, readGoldenTensors } from './reference.ts'

interface Entry {
  file: string
  model: 'sd15' | 'sdxl'
  tensors: number
  effect: string
}

const { rank, alpha, files } = readGoldenJson('lora.json') as { rank: number; alpha: number; files: Entry[] }
const nameOf = ({ file }: Entry): string => file.replace(/\.gz$/, '')

function headerOf(name: string): SafetensorsHeader {
  const bytes = readGolden(name)
  const length = readHeaderLength(bytes.subarray(0, 8), bytes.length)
  return parseSafetensorsHeader(bytes.subarray(8, 8 + length), bytes.length)
}

const models: Record<Entry['model'], Checkpoint> = {
  sd15: readSingleFile({ path: 'sd15', header: headerOf('sd15-tiny.safetensors') }),
  sdxl: readSingleFile({ path: 'sdxl', header: headerOf('sdxl-tiny.safetensors') }),
}

function read(name: string, target?: Checkpoint): LoraFile {
  const header = headerOf(name)
  const keys = new Map([...header.tensors].map(([key, { offset }]) => [offset, key]))
  const values = readGoldenTensors(name)
  const readScalar = ({ offset }: { offset: number }): number =>
    values.get(keys.get(offset) as string)?.values[0] as number
  return readLora({ path: name, header, readScalar, target })
}

const allDeltas = ({ deltas }: LoraFile): [string, LoraDelta][] =>
  Object.entries(deltas).flatMap(([component, named]) =>
    [...named].map(([name, delta]): [string, LoraDelta] => [`${component} ${name}`, delta]),
  )
const deltaOf = (file: LoraFile, name: string): LoraDelta => file.deltas.unet.get(name) as LoraDelta

it('covers all seventeen files', () => expect(files).toHaveLength(17))

describe.each(files.map((entry) => [nameOf(entry), entry] as const))('%s', (name, entry) => {
  const forModel = read(name, models[entry.model])

  it('has no key left over, and fits its model', () => {
    expect(forModel).toMatchObject({ keyCount: entry.tensors, unmapped: [] })
    expect(allDeltas(forModel).length).toBeGreaterThan(0)
    expect(explainMisfit(forModel, models[entry.model])).toBeNull()
  })

  it('is read alike without its model', () => {
    const alone = read(name)
    expect(alone.unmapped).toEqual([])
    expect(allDeltas(alone)).toEqual(allDeltas(forModel))
  })

  it('changes the parameters that the files of the same effect change', () => {
    for (const other of files.filter(({ effect }) => effect === entry.effect)) {
      const otherFile = read(nameOf(other), models[other.model])
      expect(
        allDeltas(otherFile)
          .map(([key]) => key)
          .toSorted(),
      ).toEqual(
        allDeltas(forModel)
          .map(([key]) => key)
          .toSorted(),
      )
    }
  })

  it('is not taken for the other family', () => {
    expect([entry.model, null]).toContain(forModel.family)
  })
})

describe('scales', () => {
  /** Formats that carry no alpha: the factor is inside the matrices. */
  const withoutAlpha = new Set([
    'lora/sd15-peft.safetensors',
    'lora/sd15-attn-procs.safetensors',
    'lora/sd15-attn-lora-down-up.safetensors',
    'lora/sd15-attn-base-model.safetensors',
    'lora/sd15-dora-peft.safetensors',
  ])

  it.each(files.map(nameOf))('%s: alpha / rank', (name) => {
    const file = read(name)
    const scales = allDeltas(file).flatMap(([, delta]) =>
      delta.kind === 'lora' || delta.kind === 'loha' ? delta.scale : [],
    )
    const expected = withoutAlpha.has(name) ? 1 : alpha / rank
    expect(new Set([...scales, expected])).toEqual(new Set([expected]))
    expect(file.alphas).toEqual(withoutAlpha.has(name) ? [] : [alpha])
  })
})

describe('kinds', () => {
  const MID = 'mid_block.attentions.0.transformer_blocks.0.attn2'

  it('LoHa: matrices, and Tucker cores where the file has them', () => {
    const file = read('lora/sd15-loha.safetensors')
    expect(file).toMatchObject({ formats: ['loha'], ranks: [rank] })
    const kinds = new Set(allDeltas(file).map(([, delta]) => delta.kind))
    expect(kinds).toEqual(new Set(['loha']))
    const tucker = deltaOf(file, 'down_blocks.0.resnets.1.conv2.weight')
    expect(tucker).toMatchObject({ t1: { shape: [4, 4, 3, 3] }, t2: { shape: [4, 4, 3, 3] } })
    const flat = allDeltas(file).filter(([, delta]) => delta.kind === 'loha' && delta.t1 === null)
    expect(flat.length).toBe(allDeltas(file).length - 1)
  })

  it('LoKr: whole and factored halves; alpha counts only where a half is factored', () => {
    const file = read('lora/sd15-lokr.safetensors')
    expect(file.formats).toEqual(['lokr'])
    expect(deltaOf(file, `${MID}.to_k.weight`)).toMatchObject({
      kind: 'lokr',
      w2: { whole: { shape: [24, 16] } },
      scale: 1,
    })
    expect(deltaOf(file, 'down_blocks.1.attentions.0.transformer_blocks.0.ff.net.0.proj.weight')).toMatchObject({
      w1: { whole: { shape: [8, 4] } },
      w2: { a: { shape: [64, 4] }, b: { shape: [4, 16] }, tucker: null },
      scale: alpha / rank,
    })
    expect(deltaOf(file, 'down_blocks.2.attentions.1.transformer_blocks.0.attn1.to_v.weight')).toMatchObject({
      w1: { a: { shape: [8, 4] }, b: { shape: [4, 8] } },
    })
    expect(deltaOf(file, 'down_blocks.1.resnets.1.conv1.weight')).toMatchObject({
      w2: { tucker: { shape: [4, 4, 3, 3] } },
    })
  })

  it('LoCon: the middle kernel; full differences of weights, biases and norms', () => {
    const file = read('lora/sd15-locon-diff.safetensors')
    expect(deltaOf(file, 'down_blocks.2.resnets.0.conv1.weight')).toMatchObject({
      kind: 'lora',
      mid: { shape: [4, 4, 3, 3] },
    })
    expect(
      allDeltas(file)
        .flatMap(([name, { kind }]) => (kind === 'diff' ? name : []))
        .toSorted(),
    ).toEqual([
      'unet down_blocks.1.attentions.0.transformer_blocks.0.ff.net.0.proj.weight',
      `unet ${MID}.to_out.0.bias`,
      'unet mid_block.resnets.0.norm1.bias',
      'unet mid_block.resnets.0.norm1.weight',
    ])
  })

  it('DoRA: the axis of the norms is read from the shape', () => {
    const axes = allDeltas(read('lora/sd15-dora.safetensors')).map(
      ([, delta]) => delta.kind === 'lora' && delta.dora?.axis,
    )
    expect(axes.filter((axis) => axis === 'input')).toHaveLength(3)
    expect(axes.filter((axis) => axis === 'output')).toHaveLength(2)
    expect(
      deltaOf(read('lora/sd15-dora-peft.safetensors'), 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight'),
    ).toMatchObject({
      dora: { axis: 'output', magnitude: { shape: [96] } },
    })
  })

  it.each([
    ['lora/sd15-hyper-kohya.safetensors', ['kohya']],
    ['lora/sdxl-sgm-kohya.safetensors', ['kohya-sgm']],
    ['lora/sd15-peft-metadata.safetensors', ['peft']],
    ['lora/sd15-attn-procs.safetensors', ['diffusers-attention-processors']],
    ['lora/sd15-attn-lora-down-up.safetensors', ['diffusers']],
    ['lora/sd15-dora.safetensors', ['dora', 'kohya']],
  ])('%s is named %s', (name, formats) => expect(read(name).formats.toSorted()).toEqual(formats))

  it('a LoRA of the other family is refused with both names', () => {
    expect(explainMisfit(read('lora/sdxl-hyper-kohya.safetensors', models.sd15), models.sd15)?.message).toBe(
      'sdxl-hyper-kohya.safetensors is a LoRA for SDXL and does not fit this SD 1.5 model.',
    )
    expect(explainMisfit(read('lora/sd15-attn-kohya.safetensors', models.sdxl), models.sdxl)?.message).toBe(
      'sd15-attn-kohya.safetensors is a LoRA for SD 1.5 and does not fit this SDXL model.',
    )
  })
})
