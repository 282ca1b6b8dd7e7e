import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Checkpoint } from '../../models/checkpoints/checkpoint.ts'
import { explainMisfit } from '../../models/checkpoints/lora/explain-misfit.ts'
import { readLora } from '../../models/checkpoints/lora/read-lora.ts'
import {
  DIFFUSERS_FOLDERS,
  readDiffusersFolder,
  type DiffusersPart,
} from '../../models/checkpoints/read-diffusers-folder.ts'
import { readSingleFile } from '../../models/checkpoints/read-single-file.ts'
import {
  parseSafetensorsHeader,
  readHeaderLength,
  type SafetensorsHeader,
} from '../../models/checkpoints/safetensors-header.ts'
import { DTYPE_BYTES, type ComponentName, type WeightRef } from '../../models/checkpoints/weights.ts'
import { readGolden, readGoldenJson, readGoldenTensors } from './reference.ts'

function headerOfBytes(bytes: Uint8Array): SafetensorsHeader {
  const length = readHeaderLength(bytes.subarray(0, 8), bytes.length)
  return parseSafetensorsHeader(bytes.subarray(8, 8 + length), bytes.length)
}

const goldenHeader = (name: string): SafetensorsHeader => headerOfBytes(readGolden(name))
const singleFile = (name: string): Checkpoint => readSingleFile({ path: name, header: goldenHeader(name) })

/** The values that a reference points at, decoded by the reference reader from the tensor that holds them. */
function valueReader(): (ref: WeightRef) => Float32Array {
  const files = new Map<string, { tensors: ReturnType<typeof readGoldenTensors>; header: SafetensorsHeader }>()
  return (ref) => {
    const file = files.get(ref.file) ?? { tensors: readGoldenTensors(ref.file), header: goldenHeader(ref.file) }
    files.set(ref.file, file)
    const found = [...file.header.tensors].find(
      ([, { offset, length }]) => ref.offset >= offset && ref.offset + ref.length <= offset + length,
    )
    if (found === undefined) throw new Error('the reference points at no tensor')
    const first = (ref.offset - found[1].offset) / DTYPE_BYTES[ref.dtype]
    const whole = file.tensors.get(found[0])?.values as Float32Array
    const stored = whole.subarray(first, first + ref.length / DTYPE_BYTES[ref.dtype])
    if (!ref.transposed) return stored
    const [rows = 0, columns = 0] = ref.shape
    return stored.map((_, i) => stored[(i % rows) * columns + Math.floor(i / rows)] as number)
  }
}

function expectSameWeights(a: Checkpoint, b: Checkpoint, component: ComponentName): void {
  const ours = a.components[component]?.weights ?? new Map<string, WeightRef>()
  const theirs = b.components[component]?.weights ?? new Map<string, WeightRef>()
  expect(theirs.size).toBeGreaterThan(0)
  expect([...ours.keys()].toSorted()).toEqual([...theirs.keys()].toSorted())
  const valuesOf = valueReader()
  const logical = (ref: WeightRef): readonly number[] => (ref.transposed ? ref.shape.toReversed() : ref.shape)
  for (const [name, ref] of ours) {
    const other = theirs.get(name) as WeightRef
    expect([name, logical(ref)]).toEqual([name, logical(other)])
    const [mine, its] = [valuesOf(ref), valuesOf(other)]
    expect([name, mine.length, mine.every((value, i) => value === its[i])]).toEqual([name, its.length, true])
  }
}

function goldenFolder(model: string, names: readonly (keyof typeof DIFFUSERS_FOLDERS)[]): Checkpoint {
  const part = (name: keyof typeof DIFFUSERS_FOLDERS): DiffusersPart => {
    const folder = `${model}/${DIFFUSERS_FOLDERS[name]}`
    const weights = name.startsWith('text') ? 'model' : 'diffusion_pytorch_model'
    const path = `${folder}/${weights}.safetensors`
    return { config: readGoldenJson(`${folder}/config.json`), files: [{ path, header: goldenHeader(path) }] }
  }
  return readDiffusersFolder({
    modelIndex: readGoldenJson(`${model}/model_index.json`),
    schedulerConfig: readGoldenJson(`${model}/scheduler/scheduler_config.json`),
    parts: Object.fromEntries(names.map((name) => [name, part(name)])),
  })
}

describe('sd15-tiny', () => {
  const single = singleFile('sd15-tiny.safetensors')
  const folder = goldenFolder('sd15-tiny', ['unet', 'textEncoder', 'vae'])

  it('is told by its keys in both layouts, with nothing left over', () => {
    expect(single).toMatchObject({ family: 'sd15', layout: 'ldm', unmapped: [], dtypes: { unet: ['F16'] } })
    expect(folder).toMatchObject({ family: 'sd15', layout: 'diffusers', unmapped: [], dtypes: { unet: ['F32'] } })
    expect(single.ignored.map(({ key }) => key).toSorted()).toEqual([
      'alphas_cumprod',
      'betas',
      'cond_stage_model.transformer.text_model.embeddings.position_ids',
      'model_ema.decay',
      'model_ema.num_updates',
    ])
  })

  it('has the same configs, inferred or stated', () => {
    for (const component of ['unet', 'textEncoder', 'vae'] as const)
      expect(single.components[component]?.config).toEqual(folder.components[component]?.config)
  })

  it.each(['unet', 'textEncoder', 'vae'] as const)('has the same %s weights in both layouts', (component) => {
    expectSameWeights(single, folder, component)
  })
})

describe('sdxl-tiny', () => {
  const single = singleFile('sdxl-tiny.safetensors')
  const folder = goldenFolder('sdxl-tiny', ['textEncoder', 'textEncoder2'])

  it('is told by its keys in both layouts, with nothing left over', () => {
    expect(single).toMatchObject({ family: 'sdxl', layout: 'ldm', unmapped: [], dtypes: { unet: ['BF16'] } })
    expect(folder).toMatchObject({ family: 'sdxl', layout: 'diffusers', unmapped: [] })
    expect(single.ignored.map(({ reason }) => reason)).toEqual(['position ids', 'logit scale', 'noise schedule'])
  })

  it('has the same configs, inferred or stated', () => {
    for (const component of ['textEncoder', 'textEncoder2'] as const)
      expect(single.components[component]?.config).toEqual(folder.components[component]?.config)
    const stated = readDiffusersFolder({
      modelIndex: null,
      schedulerConfig: null,
      parts: {
        unet: partFromSingle(single, 'unet', readGoldenJson('sdxl-tiny/unet/config.json')),
        vae: partFromSingle(single, 'vae', readGoldenJson('sdxl-tiny/vae/config.json')),
      },
    })
    expect(single.components.unet?.config).toEqual(stated.components.unet?.config)
    expect(single.components.vae?.config).toEqual(stated.components.vae?.config)
  })

  it.each(['textEncoder', 'textEncoder2'] as const)('has the same %s weights in both layouts', (component) => {
    expectSameWeights(single, folder, component)
  })
})

/** The diffusers part that a single file's network would be. */
function partFromSingle({ components }: Checkpoint, name: ComponentName, config: unknown): DiffusersPart {
  const header = {
    tensors: components[name]?.weights ?? new Map<string, WeightRef>(),
    metadata: new Map<string, string>(),
  }
  return { config, files: [{ path: 'part.safetensors', header }] }
}

describe('TAESD', () => {
  const config: unknown = readGoldenJson('taesd-tiny/config.json')
  const path = 'taesd-tiny/diffusion_pytorch_model.safetensors'
  const part = { config, files: [{ path, header: goldenHeader(path) }] }
  const folder = readDiffusersFolder({ modelIndex: null, schedulerConfig: null, parts: { vae: part } })

  it('is read from its folder and from its file alone alike', () => {
    expect(folder).toMatchObject({ family: null, unmapped: [] })
    const alone = singleFile(path)
    expect(alone.unmapped).toEqual([])
    expect(alone.components.tinyVae?.config).toEqual(folder.components.tinyVae?.config)
    expectSameWeights(alone, folder, 'tinyVae')
  })

  it("takes the original repository's decoder", () => {
    const original = singleFile('taesd_decoder-tiny.safetensors')
    expect(original).toMatchObject({ layout: 'ldm', unmapped: [] })
    expect(original.components.tinyVae?.config).toMatchObject({
      decoderChannels: [16, 16, 16, 16],
      decoderBlocks: [3, 3, 3, 1],
      encoderChannels: [],
    })
    const decoder = [...(folder.components.tinyVae?.weights ?? [])].filter(([name]) => name.startsWith('decoder.'))
    const weights = original.components.tinyVae?.weights
    const valuesOf = valueReader()
    expect(weights?.size).toBe(decoder.length)
    for (const [name, ref] of decoder) expect(valuesOf(weights?.get(name) as WeightRef)).toEqual(valuesOf(ref))
  })
})

describe('the embedded model', () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../models/embedded')
  const json = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'))
  const part = (folder: string): DiffusersPart => {
    const file = readdirSync(join(root, folder)).find((name) => name.endsWith('.safetensors')) as string
    const path = `${folder}/${file}`
    return {
      config: json(`${folder}/config.json`),
      files: [{ path, header: headerOfBytes(readFileSync(join(root, path))) }],
    }
  }
  const model = readDiffusersFolder({
    modelIndex: json('model_index.json'),
    schedulerConfig: json('scheduler/scheduler_config.json'),
    parts: { unet: part('unet'), textEncoder: part('text_encoder'), vae: part('vae') },
  })

  it('is an SD 1.5 model with nothing left over', () => {
    expect(model).toMatchObject({ family: 'sd15', layout: 'diffusers', unmapped: [], ignored: [] })
    expect(Object.keys(model.components)).toEqual(['unet', 'textEncoder', 'vae'])
  })

  it('takes its step LoRAs', () => {
    for (const name of readdirSync(join(root, 'loras'))) {
      const header = headerOfBytes(readFileSync(join(root, 'loras', name)))
      const lora = readLora({ path: name, header, readScalar: () => 1, target: model })
      expect(lora.unmapped).toEqual([])
      expect(lora.deltas.unet.size).toBeGreaterThan(0)
      expect(explainMisfit(lora, model)).toBeNull()
      expect(readLora({ path: name, header, readScalar: () => 1 }).unmapped).toEqual([])
    }
  })
})
