import { describe, expect, it } from 'vitest'
import { readLora } from '../../../models/checkpoints/lora/read-lora.ts'
import { readSingleFile } from '../../../models/checkpoints/read-single-file.ts'
import { placeLoras } from '../../../models/graphs/lora-placement.ts'
import { buildUnet } from '../../../models/graphs/unet.ts'
import type { OnnxModel } from '../../../models/onnx/model.ts'
import { readGoldenJson } from '../../golden/reference.ts'
import { headerOf, type Shapes } from '../checkpoints/fake-header.ts'

const golden = readGoldenJson('full-size-keys.json') as Record<string, { ldm: Shapes; keys: Shapes }>

function fullSize(family: 'sd15' | 'sdxl') {
  const networks = ['unet', 'vae', 'text_encoder', ...(family === 'sdxl' ? ['text_encoder_2'] : [])]
  const shapes = Object.assign({}, ...networks.map((name) => golden[`${family}.${name}`]!.ldm)) as Shapes
  const model = readSingleFile({ path: 'model', header: headerOf(shapes) })
  const header = headerOf(golden[`${family}.hyper_lora`]!.keys, () => 'F32')
  const lora = readLora({ path: 'lora', header, readScalar: () => 8, target: model })
  const { config, weights } = model.components.unet!
  const loras = [{ deltas: lora.deltas.unet, strength: 1 }]
  return { config, weights, loras, batch: 1, height: 64, width: 64, contextLength: 77 }
}

/** Bytes of float32 values that folding makes of constants. */
function foldedBytes({ nodes, initializers }: OnnxModel): number {
  const elements = new Map(initializers.map(({ name, shape }) => [name, shape.reduce((a, b) => a * b, 1)]))
  let folded = 0
  for (const { operator, inputs, outputs } of nodes) {
    const sizes = inputs.map((input) => elements.get(input))
    if (sizes.includes(undefined)) continue
    const [first = 0, second = 0, third = 0] = sizes as number[]
    const made = operator === 'Gemm' ? third : operator === 'Reshape' ? first : Math.max(first, second)
    elements.set(outputs[0]!, made)
    folded += made * 4
  }
  return folded
}

describe('LoRAs of the published size', () => {
  it.each(['sd15', 'sdxl'] as const)('are, with %s, placed beside the weights', (family) => {
    expect(placeLoras(fullSize(family).weights)).toBe('beside')
  })

  it('are folded into a small network', () => {
    expect(placeLoras(new Map([...fullSize('sd15').weights].slice(0, 20)))).toBe('folded')
  })

  it.each([
    ['sd15', 4e9],
    ['sdxl', 12e9],
  ] as const)('leave at most so much memory behind while the session of %s is made', (family, limit) => {
    const bytes = foldedBytes(buildUnet(fullSize(family)))
    expect(bytes).toBeGreaterThan(3e9)
    expect(bytes).toBeLessThan(limit)
  })

  it('cost twice that where they are folded', () => {
    expect(foldedBytes(buildUnet({ ...fullSize('sdxl'), loraPlacement: 'folded' }))).toBeGreaterThan(20e9)
  })
})
