import { describe, expect, it } from 'vitest'
import { Graph, type Value } from '../../../models/graphs/graph.ts'
import { convolution, groupNorm, layerNorm, linear, resizeNearest } from '../../../models/graphs/layers.ts'
import { Parameters } from '../../../models/graphs/parameters.ts'
import { largestDifference, runGraph } from '../../golden/run-graph.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { writeWeight } from './weight-files.ts'

const folder = temporaryFolder()

type Weight = readonly [shape: readonly number[], values: readonly number[]]

interface LayerCase {
  readonly input: Weight
  readonly weights: Readonly<Record<string, Weight>>
  readonly build: (parameters: Parameters, input: Value) => Value
}

async function run({ input: [shape, values], weights, build }: LayerCase) {
  const refs = Object.entries(weights).map(
    ([name, [weightShape, numbers]]) => [name, writeWeight(folder, name, weightShape, numbers)] as const,
  )
  const graph = new Graph('g')
  const output = build(new Parameters(graph, new Map(refs), []), graph.input('x', shape))
  graph.output('y', output)
  const result = await runGraph(graph.finish(), { x: { shape, values: Float32Array.from(values) } })
  return { shape: output.shape, values: [...result['y']!] }
}

const square: Weight = [
  [1, 1, 3, 3],
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
]
const sum: Weight = [[1, 1, 3, 3], Array<number>(9).fill(1)]

describe('convolution', () => {
  it('keeps the size at stride 1, with zeros around', async () => {
    const weights = { 'c.weight': sum, 'c.bias': [[1], [0.5]] } as const
    const build = (p: Parameters, x: Value) => convolution(p, x, 'c', { outChannels: 1, kernel: 3 })
    const { shape, values } = await run({ input: square, weights, build })
    expect(shape).toEqual([1, 1, 3, 3])
    expect(values).toEqual([12, 21, 16, 27, 45, 33, 24, 39, 28].map((value) => value + 0.5))
  })

  it('pads below and to the right only where it is told to, as the VAE’s encoder does', async () => {
    const weights = { 'c.weight': sum, 'c.bias': [[1], [0]] } as const
    const build = (p: Parameters, x: Value) =>
      convolution(p, x, 'c', { outChannels: 1, kernel: 3, stride: 2, padding: [0, 0, 1, 1] })
    const input: Weight = [[1, 1, 4, 4], Array.from({ length: 16 }, (_, index) => index)]
    const { shape, values } = await run({ input, weights, build })
    expect(shape).toEqual([1, 1, 2, 2])
    expect(values).toEqual([45, 39, 66, 50])
  })

  it('does without a bias', async () => {
    const build = (p: Parameters, x: Value) => convolution(p, x, 'c', { outChannels: 2, kernel: 1, bias: false })
    const { values } = await run({
      input: square,
      weights: {
        'c.weight': [
          [2, 1, 1, 1],
          [1, -1],
        ],
      },
      build,
    })
    expect(values).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2, -3, -4, -5, -6, -7, -8, -9])
  })
})

describe('linear', () => {
  it('multiplies by the transposed weight, which is stored [out, in]', async () => {
    const weights = {
      'l.weight': [
        [1, 2],
        [10, 1],
      ],
      'l.bias': [[1], [3]],
    } as const
    const build = (p: Parameters, x: Value) => linear(p, x, 'l', { outFeatures: 1 })
    const { shape, values } = await run({
      input: [
        [2, 2],
        [1, 2, 3, 4],
      ],
      weights,
      build,
    })
    expect(shape).toEqual([2, 1])
    expect(values).toEqual([15, 37])
  })
})

describe('layerNorm', () => {
  it('normalizes the last axis', async () => {
    const weights = { 'n.weight': [[2], [1, 2]], 'n.bias': [[2], [0, 1]] } as const
    const build = (p: Parameters, x: Value) => layerNorm(p, x, 'n', 0)
    const { values } = await run({
      input: [
        [2, 2],
        [1, 3, -5, 5],
      ],
      weights,
      build,
    })
    expect(largestDifference(values, [-1, 3, -1, 3])).toBeLessThan(1e-6)
  })
})

describe('groupNorm', () => {
  it('normalizes groups of channels together, and scales each channel', async () => {
    const weights = { 'n.weight': [[4], [1, 2, 1, 1]], 'n.bias': [[4], [0, 0, 0, 5]] } as const
    const build = (p: Parameters, x: Value) => groupNorm(p, x, 'n', { groups: 2, eps: 0 })
    // Groups (1, 3) and (10, 30): each becomes -1, 1.
    const { values } = await run({
      input: [
        [1, 4, 1, 1],
        [1, 3, 10, 30],
      ],
      weights,
      build,
    })
    expect(largestDifference(values, [-1, 2, -1, 6])).toBeLessThan(1e-5)
  })

  it('adds epsilon to the variance', async () => {
    const weights = { 'n.weight': [[2], [1, 1]], 'n.bias': [[2], [0, 0]] } as const
    const build = (p: Parameters, x: Value) => groupNorm(p, x, 'n', { groups: 1, eps: 3 })
    const { values } = await run({
      input: [
        [1, 2, 1, 1],
        [-1, 1],
      ],
      weights,
      build,
    })
    expect(largestDifference(values, [-0.5, 0.5])).toBeLessThan(1e-6)
  })
})

describe('resizeNearest', () => {
  it('goes to any size, as torch does with a size instead of a factor', async () => {
    const build = (p: Parameters, x: Value) => resizeNearest(p.graph, x, 3, 5)
    const { shape, values } = await run({
      input: [
        [1, 1, 2, 3],
        [0, 1, 2, 10, 11, 12],
      ],
      weights: {},
      build,
    })
    expect(shape).toEqual([1, 1, 3, 5])
    // Source index floor(i · in / out): rows 0, 0, 1; columns 0, 0, 1, 1, 2.
    expect(values).toEqual([0, 0, 1, 1, 2, 0, 0, 1, 1, 2, 10, 10, 11, 11, 12])
  })
})
