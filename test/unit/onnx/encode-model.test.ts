import { describe, expect, it } from 'vitest'
import { encodeModel } from '../../../models/onnx/encode-model.ts'
import type { Attribute, OnnxModel } from '../../../models/onnx/model.ts'
import { floatIn, integerIn, messagesIn, packedIn, textsIn } from './read-wire.ts'

const attributes = new Map<string, Attribute>([
  ['axis', { kind: 'int', value: -1 }],
  ['epsilon', { kind: 'float', value: 0.5 }],
  ['mode', { kind: 'string', value: 'nearest' }],
  ['pads', { kind: 'ints', value: [0, -1, 2] }],
])

const model: OnnxModel = {
  name: 'two nodes',
  nodes: [
    { operator: 'Resize', domain: '', name: 'a', inputs: ['x', '', 'w'], outputs: ['y'], shape: [1], attributes },
    {
      operator: 'QuickGelu',
      domain: 'com.microsoft',
      name: 'b',
      inputs: ['y'],
      outputs: ['z'],
      shape: [1],
      attributes: new Map(),
    },
  ],
  initializers: [
    {
      name: 'w',
      type: 'float16',
      shape: [2, 3],
      data: { file: '/models/a b.safetensors', offset: 2 ** 33 + 1, length: 12 },
    },
    { name: 'c', type: 'int64', shape: [], data: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0) },
  ],
  inputs: [{ name: 'x', type: 'int32', shape: [1, 77] }],
  outputs: [{ name: 'z', type: 'float', shape: [1, 4, 8, 8] }],
}

const bytes = encodeModel(model, (file) => file.slice(1))
const [graph] = messagesIn(bytes, 7) as [Uint8Array]

// Field numbers are those of onnx.proto3 (github.com/onnx/onnx).
describe('encodeModel', () => {
  it('writes the versions that every provider covers', () => {
    expect(integerIn(bytes, 1)).toBe(10)
    expect(messagesIn(bytes, 8).map((opset) => [textsIn(opset, 1)[0], integerIn(opset, 2)])).toEqual([
      ['', 20],
      ['com.microsoft', 1],
    ])
  })

  it('writes nodes with their inputs in place, empty ones too', () => {
    const nodes = messagesIn(graph, 1)
    expect(nodes.map((node) => [textsIn(node, 4)[0], textsIn(node, 3)[0], textsIn(node, 1), textsIn(node, 2)])).toEqual(
      [
        ['Resize', 'a', ['x', '', 'w'], ['y']],
        ['QuickGelu', 'b', ['y'], ['z']],
      ],
    )
    expect(nodes.map((node) => textsIn(node, 7))).toEqual([[], ['com.microsoft']])
  })

  it('writes attributes of every kind with the type that says which field to read', () => {
    const [node] = messagesIn(graph, 1) as [Uint8Array]
    const written = new Map(messagesIn(node, 5).map((attribute) => [textsIn(attribute, 1)[0], attribute]))
    expect(integerIn(written.get('axis')!, 3)).toBe(-1)
    expect(floatIn(written.get('epsilon')!, 2)).toBe(0.5)
    expect(textsIn(written.get('mode')!, 4)).toEqual(['nearest'])
    expect(packedIn(written.get('pads')!, 8)).toEqual([0, -1, 2])
    const types = ['axis', 'epsilon', 'mode', 'pads'].map((name) => integerIn(written.get(name)!, 20))
    expect(types).toEqual([2, 1, 3, 7])
  })

  it('points to weights in the user’s file, located as it is told', () => {
    const [weight] = messagesIn(graph, 5) as [Uint8Array]
    expect([textsIn(weight, 8)[0], integerIn(weight, 2), packedIn(weight, 1), integerIn(weight, 14)]).toEqual([
      'w',
      10,
      [2, 3],
      1,
    ])
    const entries = messagesIn(weight, 13).map((entry) => [textsIn(entry, 1)[0], textsIn(entry, 2)[0]])
    expect(Object.fromEntries(entries)).toEqual({
      location: 'models/a b.safetensors',
      offset: '8589934593',
      length: '12',
    })
  })

  it('keeps constants inside, a scalar without dimensions', () => {
    const constant = messagesIn(graph, 5)[1]!
    expect([textsIn(constant, 8)[0], integerIn(constant, 2), packedIn(constant, 1)]).toEqual(['c', 7, []])
    expect([...messagesIn(constant, 9)[0]!]).toEqual([1, 0, 0, 0, 0, 0, 0, 0])
    expect(integerIn(constant, 14)).toBeUndefined()
  })

  it.each([
    { what: 'input', field: 11, name: 'x', type: 6, shape: [1, 77] },
    { what: 'output', field: 12, name: 'z', type: 1, shape: [1, 4, 8, 8] },
  ])('writes the $what’s name, type and static shape', ({ field, name, type, shape }) => {
    const [port] = messagesIn(graph, field) as [Uint8Array]
    const tensor = messagesIn(messagesIn(port, 2)[0]!, 1)[0]!
    const dimensions = messagesIn(messagesIn(tensor, 2)[0]!, 1)
    expect([textsIn(port, 1)[0], integerIn(tensor, 1)]).toEqual([name, type])
    expect(dimensions.map((dimension) => integerIn(dimension, 1))).toEqual(shape)
  })
})
