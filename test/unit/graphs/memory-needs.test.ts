import { describe, expect, it } from 'vitest'
import { Graph } from '../../../models/graphs/graph.ts'
import { memoryNeeds } from '../../../models/graphs/memory-needs.ts'
import { attention, reshape } from '../../../models/graphs/operators.ts'

const WEIGHT = { file: 'w', dtype: 'F16', shape: [10, 10], offset: 0, length: 200, transposed: false } as const

describe('memoryNeeds', () => {
  it('counts weights as the float32 they become', () => {
    const graph = new Graph('weights')
    const weight = graph.stored(WEIGHT)
    graph.output('out', graph.node('MatMul', [graph.input('in', [1, 10]), weight], { shape: [1, 10] }))
    expect(memoryNeeds(graph.finish())).toEqual({ weightBytes: 400, workingBytes: 40 })
  })

  it('finds the moment at which most is held', () => {
    const graph = new Graph('skip')
    const skip = graph.node('Relu', [graph.input('in', [5])], { shape: [5] })
    const wide = graph.node('Expand', [skip], { shape: [100] })
    const wider = graph.node('Relu', [wide], { shape: [100] })
    const narrow = graph.node('ReduceSum', [wider], { shape: [5] })
    graph.output('out', graph.node('Add', [narrow, skip], { shape: [5] }))
    expect(memoryNeeds(graph.finish()).workingBytes).toBe((5 + 100 + 100) * 4)
  })

  it('does not count a value twice that is only read in another shape', () => {
    const graph = new Graph('reshape')
    const value = graph.node('Relu', [graph.input('in', [100])], { shape: [100] })
    const square = reshape(graph, value, [10, 10])
    graph.output('out', graph.node('ReduceSum', [square], { shape: [10] }))
    expect(memoryNeeds(graph.finish()).workingBytes).toBe((100 + 10) * 4)
  })

  it('counts the copies that attention makes', () => {
    const graph = new Graph('attention')
    const q = graph.node('Relu', [graph.input('in', [1, 4, 8])], { shape: [1, 4, 8] })
    graph.output('out', attention(graph, { q, k: q, v: q }, 2))
    expect(memoryNeeds(graph.finish()).workingBytes).toBe((1 + 1 + 3) * 32 * 4)
  })
})
