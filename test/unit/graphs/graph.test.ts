import { describe, expect, it } from 'vitest'
import { elementCount, Graph } from '../../../models/graphs/graph.ts'
import { weightRef } from './weight-files.ts'

describe('elementCount', () => {
  it.each([
    [[], 1],
    [[3, 4], 12],
    [[3, 0], 0],
  ])('of %j is %d', (shape, count) => {
    expect(elementCount(shape)).toBe(count)
  })
})

describe('Graph', () => {
  it('names nodes after where they are in the network, each differently', () => {
    const graph = new Graph('g')
    const input = graph.input('x', [1])
    graph.within('down', () => graph.within('resnet', () => graph.node('Relu', [input], { shape: [1] })))
    graph.node('Relu', [input], { shape: [1] })
    expect(graph.finish().nodes.map(({ name }) => name)).toEqual(['down/resnet/Relu_0', 'Relu_1'])
  })

  it('leaves a name’s scope also where building fails', () => {
    const graph = new Graph('g')
    const fail = () => {
      throw new Error('no such weight')
    }
    expect(() => graph.within('down', fail)).toThrow('no such weight')
    graph.node('Relu', [graph.input('x', [1])], { shape: [1] })
    expect(graph.finish().nodes[0]?.name).toBe('Relu_0')
  })

  it('stores equal constants once and unequal ones apart', () => {
    const graph = new Graph('g')
    graph.filled(1, [2])
    graph.filled(1, [2])
    graph.filled(1, [3])
    graph.filled(0.5, [2])
    graph.integers([1, -1])
    graph.integers([1, -1])
    graph.floats(Float32Array.of(1), [1])
    graph.floats(Float32Array.of(2), [1])
    expect(graph.finish().initializers.map(({ type, shape }) => [type, shape])).toEqual([
      ['float', [2]],
      ['float', [3]],
      ['float', [2]],
      ['int64', [2]],
      ['float', [1]],
      ['float', [1]],
    ])
  })

  it('writes constants as little-endian bytes', () => {
    const graph = new Graph('g')
    graph.integers([-1])
    graph.filled(1.5, [])
    const data = graph.finish().initializers.map((initializer) => [...(initializer.data as Uint8Array)])
    expect(data).toEqual([Array<number>(8).fill(255), [0, 0, 0xc0, 0x3f]])
  })

  it('keeps a copy of the floats it is given', () => {
    const graph = new Graph('g')
    const values = Float32Array.of(1, 2).subarray(1)
    graph.floats(values, [1])
    values[0] = 9
    expect([...(graph.finish().initializers[0]!.data as Uint8Array)]).toEqual([0, 0, 0, 0x40])
  })

  it.each([
    ['F32', 'float', 0],
    ['F16', 'float16', 1],
    ['BF16', 'bfloat16', 1],
    ['F64', 'double', 1],
  ] as const)('casts a stored %s (%s) with %d nodes', (dtype, type, casts) => {
    const graph = new Graph('g')
    const value = graph.stored(weightRef([2, 2], { dtype, offset: 7 }), [4])
    const { nodes, initializers } = graph.finish()
    expect(value.shape).toEqual([4])
    expect(nodes.filter(({ operator }) => operator === 'Cast')).toHaveLength(casts)
    expect(initializers[0]).toMatchObject({ type, shape: [4], data: { offset: 7 } })
  })

  it('refuses weights that are no floating-point numbers', () => {
    expect(() => new Graph('g').stored(weightRef([2], { dtype: 'I8' }))).toThrow(/I8/)
  })

  it('splits the last axis into halves', () => {
    const graph = new Graph('g')
    const [first, second] = graph.splitInHalf(graph.input('x', [2, 3, 8]))
    expect([first.shape, second.shape]).toEqual([
      [2, 3, 4],
      [2, 3, 4],
    ])
    expect(first.name).not.toBe(second.name)
  })

  it('gives outputs the names that were asked for', () => {
    const graph = new Graph('g')
    graph.output('prediction', graph.input('sample', [1, 4]))
    const { inputs, outputs, nodes } = graph.finish()
    expect(inputs).toEqual([{ name: 'sample', type: 'float', shape: [1, 4] }])
    expect(outputs).toEqual([{ name: 'prediction', type: 'float', shape: [1, 4] }])
    expect(nodes[0]?.outputs).toEqual(['prediction'])
  })
})
