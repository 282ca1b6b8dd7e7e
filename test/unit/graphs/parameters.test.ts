import { describe, expect, it } from 'vitest'
import { CheckpointError } from '../../../models/checkpoints/checkpoint-error.ts'
import type { LoraDelta } from '../../../models/checkpoints/lora/lora-delta.ts'
import type { WeightRef } from '../../../models/checkpoints/weights.ts'
import { buildUnet } from '../../../models/graphs/unet.ts'
import { openModel } from '../../../main/catalog/open-model.ts'
import { Graph } from '../../../models/graphs/graph.ts'
import { Parameters } from '../../../models/graphs/parameters.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { runGraph } from '../../golden/run-graph.ts'
import { goldenPath } from '../../golden/tiny-models.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { weightRef, writeWeight } from './weight-files.ts'

const folder = temporaryFolder()

function parametersOf(weights: Record<string, WeightRef>): Parameters {
  return new Parameters(new Graph('g'), new Map(Object.entries(weights)), [])
}

function addition(name: string, shape: readonly number[], values: readonly number[]): LoraDelta {
  return { kind: 'diff', delta: writeWeight(folder, name, shape, values) }
}

async function valuesOf(parameters: Parameters, name: string, shape: readonly number[]): Promise<number[]> {
  const { graph } = parameters
  graph.output('value', parameters.get(name, shape))
  return [...(await runGraph(graph.finish(), {}))['value']!]
}

describe('Parameters', () => {
  it('names the tensor that is missing', () => {
    const missing = () => parametersOf({}).get('conv_in.weight', [1])
    expect(missing).toThrow(CheckpointError)
    expect(missing).toThrow(/conv_in\.weight is missing/)
  })

  it('names the tensor that has the wrong size, and both shapes', () => {
    const wrong = () =>
      parametersOf({ 'conv_in.weight': weightRef([320, 9, 3, 3]) }).get('conv_in.weight', [320, 4, 3, 3])
    expect(wrong).toThrow(CheckpointError)
    expect(wrong).toThrow(/conv_in\.weight has the shape \[320, 9, 3, 3\].*\[320, 4, 3, 3\]/)
  })

  it('takes the same numbers under another shape', () => {
    const { shape } = parametersOf({ proj: weightRef([8, 4, 1, 1]) }).get('proj', [8, 4])
    expect(shape).toEqual([8, 4])
  })

  it('reads a transposed matrix transposed', async () => {
    const stored = writeWeight(folder, 'transposed', [2, 3], [1, 2, 3, 4, 5, 6])
    const parameters = parametersOf({ w: { ...stored, transposed: true } })
    expect(await valuesOf(parameters, 'w', [3, 2])).toEqual([1, 4, 2, 5, 3, 6])
  })

  it('adds every LoRA at its strength, and none of strength 0', async () => {
    const weights = new Map([['w', writeWeight(folder, 'w', [2], [1, 2])]])
    const applied = ([strength, name]: readonly [number, string], values: number[]) => ({
      strength,
      deltas: new Map([['w', addition(name, [2], values)]]),
    })
    const unreadable = { strength: 0, deltas: new Map([['w', { kind: 'diff', delta: weightRef([2]) } as const]]) }
    const loras = [applied([0.5, 'first'], [10, 20]), applied([-1, 'second'], [1, 1]), unreadable]
    const parameters = new Parameters(new Graph('g'), weights, loras)
    expect(await valuesOf(parameters, 'w', [2])).toEqual([5, 11])
  })

  it('leaves parameters alone that a LoRA does not name', async () => {
    const weights = new Map([['w', writeWeight(folder, 'alone', [1], [3])]])
    const loras = [{ strength: 1, deltas: new Map([['v', { kind: 'diff', delta: weightRef([1]) } as const]]) }]
    expect(await valuesOf(new Parameters(new Graph('g'), weights, loras), 'w', [1])).toEqual([3])
  })
})

describe('a network’s builder', () => {
  const { config, weights } = openModel({ path: goldenPath('sd15-tiny.safetensors'), vae: null, loras: [] }).unet
  const size = { batch: 1, height: 8, width: 8, contextLength: 77 }
  const build = (changed: ReadonlyMap<string, WeightRef>) => () =>
    buildUnet({ config, weights: changed, loras: [], ...size })

  it.each(['conv_in.weight', 'mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight', 'conv_norm_out.bias'])(
    'refuses a model without %s by its name',
    (name) => {
      const without = new Map([...weights].filter(([key]) => key !== name))
      expect(without.size).toBe(weights.size - 1)
      expect(build(without)).toThrow(new CheckpointError(sentence('network.not-whole', { tensor: name })))
    },
  )

  it('refuses a tensor of another size by its name', () => {
    const changed = new Map(weights).set('conv_out.bias', weightRef([5]))
    expect(build(changed)).toThrow(/conv_out\.bias has the shape \[5\]/)
  })
})
