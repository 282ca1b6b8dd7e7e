import { describe, expect, it } from 'vitest'
import type { LoraDelta } from '../../../models/checkpoints/lora/lora-delta.ts'
import type { WeightRef } from '../../../models/checkpoints/weights.ts'
import { Graph } from '../../../models/graphs/graph.ts'
import { applyLoraDelta } from '../../../models/graphs/lora-nodes.ts'
import { largestDifference, runGraph } from '../../golden/run-graph.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { writeWeight } from './weight-files.ts'

const folder = temporaryFolder()
let files = 0

function stored(shape: readonly number[], ...values: number[]): WeightRef {
  files += 1
  return writeWeight(folder, `factor-${files}`, shape, values)
}

/** The weight after one delta at a strength. */
async function applied(weight: WeightRef, delta: LoraDelta, strength: number): Promise<number[]> {
  const graph = new Graph('g')
  graph.output('w', applyLoraDelta(graph, graph.stored(weight), delta, strength))
  return [...(await runGraph(graph.finish(), {}))['w']!]
}

const weight = stored([2, 2], 100, 100, 100, 100)
const plain = { scale: 1, dora: null }

// Every expected value is worked out by hand.
describe('applyLoraDelta', () => {
  it('adds strength · scale · up · down', async () => {
    const delta: LoraDelta = {
      kind: 'lora',
      up: stored([2, 1], 1, 2),
      down: stored([1, 2], 3, 4),
      mid: null,
      ...plain,
      scale: 0.5,
    }
    expect(await applied(weight, delta, 2)).toEqual([103, 104, 106, 108])
  })

  it('takes a LoRA for a convolution as the matrix of its kernel', async () => {
    const kernel = stored([1, 1, 2, 2], 0, 0, 0, 0)
    const delta: LoraDelta = {
      kind: 'lora',
      up: stored([1, 1, 1, 1], 2),
      down: stored([1, 1, 2, 2], 1, 2, 3, 4),
      mid: null,
      ...plain,
    }
    expect(await applied(kernel, delta, 1)).toEqual([2, 4, 6, 8])
  })

  it('puts the kernel between the factors in LoCon’s CP form', async () => {
    const kernel = stored([1, 1, 1, 2], 0, 0)
    const delta: LoraDelta = {
      kind: 'lora',
      ...plain,
      up: stored([1, 1, 1, 1], 5),
      down: stored([1, 1, 1, 1], 7),
      mid: stored([1, 1, 1, 2], 1, 2),
    }
    expect(await applied(kernel, delta, 1)).toEqual([35, 70])
  })

  it('multiplies two low-rank products elementwise (LoHa)', async () => {
    const delta: LoraDelta = {
      kind: 'loha',
      t1: null,
      t2: null,
      ...plain,
      w1a: stored([2, 1], 1, 2),
      w1b: stored([1, 2], 1, 3),
      w2a: stored([2, 1], 1, -1),
      w2b: stored([1, 2], 2, 1),
    }
    // [1 3; 2 6] times [2 1; -2 -1].
    expect(await applied(weight, delta, 1)).toEqual([102, 103, 96, 94])
  })

  it('takes the Kronecker product of two factors (LoKr)', async () => {
    const delta: LoraDelta = {
      kind: 'lokr',
      ...plain,
      w1: { whole: stored([2, 1], 1, 10) },
      w2: { a: stored([1, 1], 3), b: stored([1, 2], 1, 2), tucker: null },
    }
    expect(await applied(weight, delta, 1)).toEqual([103, 106, 130, 160])
  })

  it('adds a difference as it is, times the strength only', async () => {
    expect(await applied(weight, { kind: 'diff', delta: stored([2, 2], 1, 2, 3, 4) }, -0.5)).toEqual([
      99.5, 99, 98.5, 98,
    ])
  })

  it.each([
    // V = W + up·down = [3 0; 4 1]. Norms of its columns: 5, 1; of its rows: 3, √17.
    ['input', stored([1, 2], 10, 2), [6, 0, 8, 2]],
    ['output', stored([2, 1], 6, 34 ** 0.5), [6, 0, 4 * 2 ** 0.5, 2 ** 0.5]],
  ] as const)('gives V the learned norm per %s (DoRA), blended by the strength', async (axis, magnitude, whole) => {
    const start = stored([2, 2], 0, 0, 0, 1)
    const delta: LoraDelta = {
      kind: 'lora',
      mid: null,
      scale: 1,
      dora: { magnitude, axis },
      up: stored([2, 1], 3, 4),
      down: stored([1, 2], 1, 0),
    }
    expect(largestDifference(await applied(start, delta, 1), whole)).toBeLessThan(1e-5)
    const half = whole.map((value, index) => (value + [0, 0, 0, 1][index]!) / 2)
    expect(largestDifference(await applied(start, delta, 0.5), half)).toBeLessThan(1e-5)
  })
})
