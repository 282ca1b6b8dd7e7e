import { MICROSOFT_DOMAIN } from '../onnx/model.ts'
import { elementCount, type Graph, type Value } from './graph.ts'

/** Broadcast shape of two operands under NumPy's rules. */
function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1),
  )
}

function binary(operator: string, graph: Graph, a: Value, b: Value): Value {
  return graph.node(operator, [a, b], { shape: broadcastShape(a.shape, b.shape) })
}

export function add(graph: Graph, a: Value, b: Value): Value {
  return binary('Add', graph, a, b)
}

export function subtract(graph: Graph, a: Value, b: Value): Value {
  return binary('Sub', graph, a, b)
}

export function multiply(graph: Graph, a: Value, b: Value): Value {
  return binary('Mul', graph, a, b)
}

export function divide(graph: Graph, a: Value, b: Value): Value {
  return binary('Div', graph, a, b)
}

/** `a` times a constant; a factor of 1 adds no node. */
export function scale(graph: Graph, a: Value, factor: number): Value {
  return factor === 1 ? a : multiply(graph, a, graph.filled(factor, []))
}

/** Batched matrix product of [..., m, k] and [..., k, n]. */
export function matmul(graph: Graph, a: Value, b: Value): Value {
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  return graph.node('MatMul', [a, b], { shape: [...batch, a.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1] })
}

/** The same elements under another shape of as many elements. */
export function reshape(graph: Graph, value: Value, shape: readonly number[]): Value {
  if (shape.length === value.shape.length && shape.every((size, axis) => size === value.shape[axis])) return value
  if (elementCount(shape) !== elementCount(value.shape)) {
    throw new RangeError(`${value.name}: [${value.shape.join(', ')}] cannot become [${shape.join(', ')}]`)
  }
  return graph.node('Reshape', [value, graph.integers(shape)], { shape })
}

export function transpose(graph: Graph, value: Value, axes: readonly number[]): Value {
  return graph.node('Transpose', [value], {
    shape: axes.map((axis) => value.shape[axis] ?? 1),
    attributes: { perm: { kind: 'ints', value: axes } },
  })
}

export function concatenate(graph: Graph, values: readonly Value[], axis: number): Value {
  const shape = [...(values[0]?.shape ?? [])]
  shape[axis] = values.reduce((sum, value) => sum + (value.shape[axis] ?? 0), 0)
  return graph.node('Concat', values, { shape, attributes: { axis: { kind: 'int', value: axis } } })
}

/** x·sigmoid(x), the form ONNX Runtime fuses. */
export function silu(graph: Graph, value: Value): Value {
  return multiply(graph, value, graph.node('Sigmoid', [value], { shape: value.shape }))
}

/** The exact Gaussian error linear unit. */
export function gelu(graph: Graph, value: Value): Value {
  return graph.node('Gelu', [value], { shape: value.shape })
}

/** x·sigmoid(1.702x), CLIP's activation. */
export function quickGelu(graph: Graph, value: Value): Value {
  return graph.node('QuickGelu', [value], {
    shape: value.shape,
    domain: MICROSOFT_DOMAIN,
    attributes: { alpha: { kind: 'float', value: 1.702 } },
  })
}

export function relu(graph: Graph, value: Value): Value {
  return graph.node('Relu', [value], { shape: value.shape })
}

export function tanh(graph: Graph, value: Value): Value {
  return graph.node('Tanh', [value], { shape: value.shape })
}

/**
 * Multi-head scaled dot-product attention over [batch, tokens, width] operands.
 * @param bias added to the scores, [1, 1, queries, keys]; minus infinity masks.
 */
export function attention(
  graph: Graph,
  operands: { q: Value; k: Value; v: Value; bias?: Value },
  heads: number,
): Value {
  const { q, k, v, bias } = operands
  return graph.node('MultiHeadAttention', [q, k, v, ...(bias ? [null, null, bias] : [])], {
    shape: q.shape,
    domain: MICROSOFT_DOMAIN,
    attributes: { num_heads: { kind: 'int', value: heads } },
  })
}
