import { describe, expect, it } from 'vitest'
import { FAMILY_NAMES, type Checkpoint } from '../../models/checkpoints/checkpoint.ts'
import { describeCheckpoint, describeLora } from '../../models/checkpoints/inspect-report.ts'
import { explainMisfit } from '../../models/checkpoints/lora/explain-misfit.ts'
import { readLora } from '../../models/checkpoints/lora/read-lora.ts'
import type { LoraFile } from '../../models/checkpoints/lora/lora-file.ts'
import { readDiffusersFolder } from '../../models/checkpoints/read-diffusers-folder.ts'
import { readSingleFile } from '../../models/checkpoints/read-single-file.ts'
import type { ComponentName, WeightRef } from '../../models/checkpoints/weights.ts'
import { headerOf, type Shapes } from '../unit/checkpoints/fake-header.ts'
import { readGoldenJson } from './reference.ts'

interface Network {
  parameters: number
  diffusers: Shapes
  ldm: Shapes
}
interface Lora {
  modules: number
  tensors: number
  keys: Shapes
}
type Family = 'sd15' | 'sdxl'

const golden = readGoldenJson('full-size-keys.json') as Record<string, Network & Lora>
const COMPONENTS: Record<Family, [ComponentName, string][]> = {
  sd15: [
    ['unet', 'unet'],
    ['vae', 'vae'],
    ['textEncoder', 'text_encoder'],
  ],
  sdxl: [
    ['unet', 'unet'],
    ['vae', 'vae'],
    ['textEncoder', 'text_encoder'],
    ['textEncoder2', 'text_encoder_2'],
  ],
}
const networksOf = (family: Family): [ComponentName, Network][] =>
  COMPONENTS[family].map(([component, folder]) => [component, golden[`${family}.${folder}`] as Network])
const singleShapes = (family: Family): Shapes =>
  Object.assign({}, ...networksOf(family).map(([, network]) => network.ldm)) as Shapes
const single = (family: Family): Checkpoint =>
  readSingleFile({ path: `${family}.safetensors`, header: headerOf(singleShapes(family)) })
const folder = (family: Family): Checkpoint =>
  readDiffusersFolder({
    modelIndex: null,
    schedulerConfig: null,
    parts: Object.fromEntries(
      networksOf(family).map(([component, network]) => [
        component,
        { config: null, files: [{ path: `${component}.safetensors`, header: headerOf(network.diffusers) }] },
      ]),
    ),
  })
const namedShapes = (checkpoint: Checkpoint, component: ComponentName): Record<string, readonly number[]> =>
  Object.fromEntries(
    [...(checkpoint.components[component]?.weights ?? new Map<string, WeightRef>())].map(([name, ref]) => [
      name,
      ref.transposed ? ref.shape.toReversed() : ref.shape,
    ]),
  )
const lora = (family: Family, target?: Checkpoint): LoraFile =>
  readLora({
    path: `models/${family}-hyper.safetensors`,
    header: headerOf((golden[`${family}.hyper_lora`] as Lora).keys, () => 'F32'),
    readScalar: () => 8,
    target,
  })

const HYPER_RANK = 64
const SD15_UNET = {
  blockChannels: [320, 640, 1280, 1280],
  layersPerBlock: 2,
  downDepths: [1, 1, 1, 0],
  midDepth: 1,
  upDepths: [0, 1, 1, 1],
  headCounts: [8, 8, 8, 8],
  contextWidth: 768,
  linearProjection: false,
  addition: null,
}
const SDXL_UNET = {
  blockChannels: [320, 640, 1280],
  layersPerBlock: 2,
  downDepths: [0, 2, 10],
  midDepth: 10,
  upDepths: [10, 2, 0],
  headCounts: [5, 10, 20],
  contextWidth: 2048,
  linearProjection: true,
  addition: { sinusoidWidth: 256, inputWidth: 2816 },
}

describe.each(['sd15', 'sdxl'] as const)('full-size %s', (family) => {
  it.each([
    ['single file', 'ldm', single(family)],
    ['diffusers folder', 'diffusers', folder(family)],
  ] as const)('every tensor of a %s is mapped, to the shape that diffusers has', (_, layout, checkpoint) => {
    expect(checkpoint).toMatchObject({ family, layout, predictionType: 'epsilon', unmapped: [], ignored: [] })
    for (const [component, network] of networksOf(family))
      expect(namedShapes(checkpoint, component)).toEqual(network.diffusers)
  })

  it('every LDM tensor goes to the name that the reference gives it', () => {
    const checkpoint = single(family)
    const { tensors } = headerOf(singleShapes(family))
    for (const [component, network] of networksOf(family)) {
      if (component === 'textEncoder2') continue
      const ldmKeys = Object.keys(network.ldm)
      Object.keys(network.diffusers).forEach((name, index) => {
        const ref = checkpoint.components[component]?.weights.get(name)
        expect([name, ref?.offset]).toEqual([name, tensors.get(ldmKeys[index] as string)?.offset])
      })
    }
  })

  it('the architecture is that of the published model', () => {
    const { components } = single(family)
    expect(components.unet?.config).toMatchObject(family === 'sd15' ? SD15_UNET : SDXL_UNET)
    expect(components.vae?.config).toMatchObject({
      blockChannels: [128, 256, 512, 512],
      layersPerBlock: 2,
      scalingFactor: family === 'sd15' ? 0.18215 : 0.13025,
      midAttention: true,
    })
    expect(components.textEncoder?.config).toMatchObject({
      width: 768,
      layers: 12,
      heads: 12,
      intermediateWidth: 3072,
      activation: 'quick_gelu',
      projectionWidth: null,
    })
  })

  it('the report counts the parameters of every network', () => {
    const report = describeCheckpoint(single(family))
    const total = Object.keys(singleShapes(family)).length
    expect(report).toMatchObject({ kind: 'checkpoint', dtype: 'F16', keys: { total, mapped: total, unmapped: [] } })
    for (const [component, { parameters }] of networksOf(family))
      expect(report.components.find(({ name }) => name === component)?.parameters).toBe(parameters)
  })

  it.each(['with', 'without'])('every key of the Hyper-SD LoRA is mapped, %s the model', (target) => {
    const { modules, tensors } = golden[`${family}.hyper_lora`] as Lora
    const file = lora(family, target === 'with' ? single(family) : undefined)
    expect(file).toMatchObject({ family, formats: ['kohya'], keyCount: tensors, unmapped: [], ranks: [HYPER_RANK] })
    expect(file.deltas.unet.size).toBe(modules)
    expect(file.deltas.textEncoder.size + file.deltas.textEncoder2.size).toBe(0)
    expect(
      [...file.deltas.unet.values()].every((delta) => delta.kind === 'lora' && delta.scale === 8 / HYPER_RANK),
    ).toBe(true)
    const inUnet = golden[`${family}.unet`]?.diffusers ?? {}
    for (const name of file.deltas.unet.keys()) expect(inUnet).toHaveProperty([name])
    expect(describeLora(file)).toMatchObject({ kind: 'lora', rank: [HYPER_RANK], alpha: [8], keys: { unmapped: [] } })
  })

  it('the Hyper-SD LoRA fits its own family only', () => {
    const other = family === 'sd15' ? 'sdxl' : 'sd15'
    const model = single(family)
    expect(explainMisfit(lora(family, model), model)).toBeNull()
    expect(explainMisfit(lora(other, model), model)?.message).toBe(
      `${other}-hyper.safetensors is a LoRA for ${FAMILY_NAMES[other]} and does not fit this ${FAMILY_NAMES[family]} model.`,
    )
  })

  it('a LoRA under sgm block names changes what the reference calls the same tensor', () => {
    const { diffusers, ldm } = golden[`${family}.unet`] as Network
    const names = Object.keys(diffusers)
    const keys: Record<string, readonly number[]> = {}
    const expected: string[] = []
    Object.entries(ldm).forEach(([key, shape], index) => {
      if (shape.length < 2) return
      const [out = 0, ...rest] = shape
      const module = key.replace(/^model\.diffusion_model\./, '').replace(/\.weight$/, '')
      keys[`lora_unet_${module.replaceAll('.', '_')}.lora_down.weight`] = [4, ...rest]
      keys[`lora_unet_${module.replaceAll('.', '_')}.lora_up.weight`] = [out, 4, ...rest.slice(1).map(() => 1)]
      expected.push(names[index] as string)
    })
    const model = single(family)
    for (const target of [model, undefined]) {
      const file = readLora({ path: 'x', header: headerOf(keys), readScalar: () => 4, target })
      expect(file.unmapped).toEqual([])
      expect([...file.deltas.unet.keys()].toSorted()).toEqual(expected.toSorted())
      expect(explainMisfit(file, model)).toBeNull()
    }
  })
})

it("SDXL's second text encoder is bigG", () => {
  expect(single('sdxl').components.textEncoder2?.config).toMatchObject({
    width: 1280,
    layers: 32,
    heads: 20,
    intermediateWidth: 5120,
    activation: 'gelu',
    projectionWidth: 1280,
  })
})

it('a UNet alone under diffusers names is a model, as Hyper-SDXL-1step-Unet is', () => {
  const header = headerOf((golden['sdxl.unet'] as Network).diffusers, () => 'F32')
  const checkpoint = readSingleFile({ path: 'unet.safetensors', header })
  expect(checkpoint).toMatchObject({ family: 'sdxl', layout: 'diffusers', unmapped: [], dtypes: { unet: ['F32'] } })
  expect(Object.keys(checkpoint.components)).toEqual(['unet'])
  expect(describeCheckpoint(checkpoint).kind).toBe('unet')
})

it('a VAE alone takes the scaling factor of the model it serves', () => {
  const { diffusers, ldm } = golden['sdxl.vae'] as Network
  const bare = Object.fromEntries(
    Object.entries(ldm).map(([key, shape]) => [key.replace('first_stage_model.', ''), shape]),
  )
  for (const shapes of [diffusers, ldm, bare]) {
    const alone = readSingleFile({ path: 'vae.safetensors', header: headerOf(shapes) })
    expect(alone).toMatchObject({
      family: null,
      unmapped: [],
      components: { vae: { config: { scalingFactor: 0.18215 } } },
    })
    const served = readSingleFile({ path: 'vae.safetensors', header: headerOf(shapes), servedFamily: 'sdxl' })
    expect(served.components.vae?.config.scalingFactor).toBe(0.13025)
    expect(namedShapes(alone, 'vae')).toEqual(diffusers)
  }
})

it.each(['diffusers', 'ldm'] as const)('a ControlNet under %s names is refused by name', (layout) => {
  const header = headerOf((golden['sd15.controlnet'] as Network)[layout])
  expect(() => readSingleFile({ path: 'control.safetensors', header })).toThrow('The file is a ControlNet')
})
