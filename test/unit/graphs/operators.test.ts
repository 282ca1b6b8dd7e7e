import { describe, expect, it } from 'vitest'
import { Graph, type Value } from '../../../models/graphs/graph.ts'
import {
  add,
  attention,
  concatenate,
  divide,
  gelu,
  matmul,
  multiply,
  quickGelu,
  relu,
  reshape,
  scale,
  silu,
  subtract,
  tanh,
  transpose,
} from '../../../models/graphs/operators.ts'
import { largestDifference, runGraph } from '../../golden/run-graph.ts'

/** Values 0, 1, 2 … divided by 10. */
function counting(shape: readonly number[]): { shape: readonly number[]; values: Float32Array } {
  const length = shape.reduce((product, size) => product * size, 1)
  return { shape, values: Float32Array.from({ length }, (_, index) => index / 10) }
}

/** Runs what `build` makes of inputs of these shapes; the declared shape has to be what comes out. */
async function run(shapes: readonly (readonly number[])[], build: (graph: Graph, inputs: Value[]) => Value) {
  const graph = new Graph('g')
  const inputs = shapes.map((shape, index) => graph.input(`x${index}`, shape))
  const value = build(graph, inputs)
  graph.output('y', value)
  const feeds = Object.fromEntries(shapes.map((shape, index) => [`x${index}`, counting(shape)]))
  const values = (await runGraph(graph.finish(), feeds))['y']!
  expect(values).toHaveLength(value.shape.reduce((product, size) => product * size, 1))
  return { shape: value.shape, values: [...values] }
}

describe('arithmetic', () => {
  it.each([
    ['adds', add, [0, 0.2, 0.4]],
    ['subtracts', subtract, [0, 0, 0]],
    ['multiplies', multiply, [0, 0.01, 0.04]],
  ] as const)('%s', async (_, operator, expected) => {
    const { values } = await run([[3], [3]], (graph, [a, b]) => operator(graph, a!, b!))
    expect(largestDifference(values, expected)).toBeLessThan(1e-7)
  })

  it('divides', async () => {
    const { values } = await run([[3]], (graph, [a]) => divide(graph, a!, graph.filled(4, [1])))
    expect(largestDifference(values, [0, 0.025, 0.05])).toBeLessThan(1e-7)
  })

  it('spreads operands as NumPy does', async () => {
    const { shape, values } = await run([[2, 1], [3]], (graph, [a, b]) => add(graph, a!, b!))
    expect(shape).toEqual([2, 3])
    expect(largestDifference(values, [0, 0.1, 0.2, 0.1, 0.2, 0.3])).toBeLessThan(1e-7)
  })

  it('scales, and adds no node for a factor of 1', async () => {
    const { values } = await run([[3]], (graph, [a]) => scale(graph, a!, -2))
    expect(largestDifference(values, [0, -0.2, -0.4])).toBeLessThan(1e-7)
    const graph = new Graph('g')
    const input = graph.input('x', [1])
    expect(scale(graph, input, 1)).toBe(input)
  })
})

describe('shapes', () => {
  it('reshapes, without a node where nothing changes', () => {
    const graph = new Graph('g')
    const input = graph.input('x', [2, 3])
    expect(reshape(graph, input, [2, 3])).toBe(input)
    expect(reshape(graph, input, [6]).shape).toEqual([6])
  })

  it('refuses to reshape to another number of elements', () => {
    const graph = new Graph('g')
    expect(() => reshape(graph, graph.input('x', [2, 3]), [5])).toThrow(/x: \[2, 3\] cannot become \[5\]/)
  })

  it('transposes', async () => {
    const { shape, values } = await run([[2, 3]], (graph, [a]) => transpose(graph, a!, [1, 0]))
    expect(shape).toEqual([3, 2])
    expect(largestDifference(values, [0, 0.3, 0.1, 0.4, 0.2, 0.5])).toBeLessThan(1e-7)
  })

  it('joins along any axis', async () => {
    const { shape } = await run(
      [
        [2, 1, 4],
        [2, 3, 4],
      ],
      (graph, inputs) => concatenate(graph, inputs, 1),
    )
    expect(shape).toEqual([2, 4, 4])
  })

  it('multiplies matrices per batch', async () => {
    const { shape, values } = await run(
      [
        [2, 1, 2],
        [2, 2],
      ],
      (graph, [a, b]) => matmul(graph, a!, b!),
    )
    expect(shape).toEqual([2, 1, 2])
    expect(largestDifference(values, [0.02, 0.03, 0.06, 0.11])).toBeLessThan(1e-7)
  })
})

describe('activations', () => {
  const inputs = [...counting([8]).values]
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
  it.each([
    ['silu', silu, (x: number) => x * sigmoid(x)],
    ['quickGelu', quickGelu, (x: number) => x * sigmoid(1.702 * x)],
    ['relu', relu, (x: number) => Math.max(x, 0)],
    ['tanh', tanh, Math.tanh],
  ] as const)('%s', async (_, operator, formula) => {
    const { values } = await run([[8]], (graph, [a]) => operator(graph, a!))
    expect(largestDifference(values, inputs.map(formula))).toBeLessThan(1e-6)
  })

  it('uses the exact Gaussian error linear unit, not its tanh approximation', async () => {
    const { values } = await run([[21]], (graph, [a]) => gelu(graph, a!))
    // x·Φ(x) at 2; the approximation gives 1.9545977.
    expect(Math.abs(values[20]! - 1.9544997)).toBeLessThan(1e-6)
  })
})

describe('attention', () => {
  /** softmax(q·kᵀ / √d + bias)·v for one batch, head by head, in double precision. */
  function reference(tokens: number, width: number, heads: number, bias: (q: number, k: number) => number): number[] {
    const x = counting([tokens, width]).values
    const perHead = width / heads
    const at = (token: number, channel: number) => x[token * width + channel] as number
    return Array.from({ length: tokens * width }, (_, position) => {
      const [query, channel] = [Math.floor(position / width), position % width]
      const start = Math.floor(channel / perHead) * perHead
      const scores = Array.from({ length: tokens }, (__, key) => {
        let score = 0
        for (let c = start; c < start + perHead; c++) score += at(query, c) * at(key, c)
        return Math.exp(score / Math.sqrt(perHead) + bias(query, key))
      })
      const total = scores.reduce((sum, score) => sum + score, 0)
      return scores.reduce((sum, score, key) => sum + (score / total) * at(key, channel), 0)
    })
  }

  it('works head by head', async () => {
    const { shape, values } = await run([[1, 3, 4]], (graph, [x]) => attention(graph, { q: x!, k: x!, v: x! }, 2))
    expect(shape).toEqual([1, 3, 4])
    expect(
      largestDifference(
        values,
        reference(3, 4, 2, () => 0),
      ),
    ).toBeLessThan(1e-6)
  })

  it('adds a bias to the scores, such as a mask', async () => {
    const mask = Float32Array.from({ length: 9 }, (_, index) => (index % 3 > Math.floor(index / 3) ? -10_000 : 0))
    const { values } = await run([[1, 3, 4]], (graph, [x]) =>
      attention(graph, { q: x!, k: x!, v: x!, bias: graph.floats(mask, [1, 1, 3, 3]) }, 1),
    )
    expect(
      largestDifference(
        values,
        reference(3, 4, 1, (q, k) => (k > q ? -Infinity : 0)),
      ),
    ).toBeLessThan(1e-6)
  })
})
