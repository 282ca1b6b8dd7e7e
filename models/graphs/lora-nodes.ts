import type { LokrFactor, LoraDelta } from '../checkpoints/lora/lora-delta.ts'
import type { WeightRef } from '../checkpoints/weights.ts'
import { elementCount, type Graph, type Value } from './graph.ts'
import { add, divide, matmul, multiply, reshape, scale, subtract, transpose } from './operators.ts'

/** A LoRA's changes to one network, by parameter name, and how strongly they act. */
export interface AppliedLora {
  readonly deltas: ReadonlyMap<string, LoraDelta>
  readonly strength: number
}

/** A change that is one product of two matrices. */
export type PlainLora = Extract<LoraDelta, { kind: 'lora' }> & { readonly mid: null; readonly dora: null }

export function isPlainLora(delta: LoraDelta): delta is PlainLora {
  return delta.kind === 'lora' && delta.mid === null && delta.dora === null
}

/** A shape's first axis against all others. */
export function matrixShape(shape: readonly number[]): [number, number] {
  const [rows = 1, ...rest] = shape
  return [rows, elementCount(rest)]
}

/** A stored factor as a matrix. */
function asMatrix(graph: Graph, ref: WeightRef): Value {
  return graph.stored(ref, matrixShape(ref.shape))
}

/**
 * weight + factor·up·down as one node: every node here leaves a copy of the weight in memory until the session is made,
 * which for a whole UNet is gigabytes each.
 */
function addPlainLora(graph: Graph, weight: Value, { up, down }: PlainLora, factor: number): Value {
  const matrix = reshape(graph, weight, matrixShape(weight.shape))
  const sum = graph.node('Gemm', [asMatrix(graph, up), asMatrix(graph, down), matrix], {
    shape: matrix.shape,
    attributes: { alpha: { kind: 'float', value: factor } },
  })
  return reshape(graph, sum, weight.shape)
}

/**
 * A convolution kernel from Tucker factors: W[o,i,y,x] = Σ_pq out[o,p] · core[p,q,y,x] · in[q,i], as a matrix
 * [o, i·y·x].
 */
function fromTucker(graph: Graph, core: WeightRef, outFactor: Value, inFactor: Value): Value {
  const [p = 1, q = 1, height = 1, width = 1] = core.shape
  const inChannels = inFactor.shape[1] ?? 1
  const rows = reshape(graph, transpose(graph, graph.stored(core), [0, 2, 3, 1]), [p * height * width, q])
  const expanded = reshape(graph, matmul(graph, rows, inFactor), [p, height, width, inChannels])
  const kernel = reshape(graph, transpose(graph, expanded, [0, 3, 1, 2]), [p, inChannels * height * width])
  return matmul(graph, outFactor, kernel)
}

/** LyCORIS keeps the output factor of a Tucker pair with the rank first. */
function product(graph: Graph, a: WeightRef, b: WeightRef, core: WeightRef | null): Value {
  if (core === null) return matmul(graph, asMatrix(graph, a), asMatrix(graph, b))
  return fromTucker(graph, core, transpose(graph, asMatrix(graph, a), [1, 0]), asMatrix(graph, b))
}

function lokrFactor(graph: Graph, factor: LokrFactor): Value {
  return 'whole' in factor ? asMatrix(graph, factor.whole) : product(graph, factor.a, factor.b, factor.tucker)
}

/** The Kronecker product of [a, b] and [c, d·kernel], laid out as [a·c, b·d·kernel]. */
function kronecker(graph: Graph, first: Value, second: Value): Value {
  const [a = 1, b = 1] = first.shape
  const [c = 1, rest = 1] = second.shape
  const spread = multiply(graph, reshape(graph, first, [a, 1, b, 1]), reshape(graph, second, [1, c, 1, rest]))
  return reshape(graph, spread, [a * c, b * rest])
}

/** The change to the weight before strength, as a matrix; `diff` holds it as it is. */
function deltaMatrix(graph: Graph, delta: LoraDelta): Value {
  switch (delta.kind) {
    case 'lora': {
      const up = asMatrix(graph, delta.up)
      const down = asMatrix(graph, delta.down)
      return delta.mid === null ? matmul(graph, up, down) : fromTucker(graph, delta.mid, up, down)
    }
    case 'loha':
      return multiply(
        graph,
        product(graph, delta.w1a, delta.w1b, delta.t1),
        product(graph, delta.w2a, delta.w2b, delta.t2),
      )
    case 'lokr':
      return kronecker(graph, lokrFactor(graph, delta.w1), lokrFactor(graph, delta.w2))
    case 'diff':
      return graph.stored(delta.delta)
  }
}

/** Weight-decomposed adaptation: rescales V so that each column (or row) has the learned magnitude. */
function withMagnitude(graph: Graph, v: Value, dora: { magnitude: WeightRef; axis: 'input' | 'output' }): Value {
  const kept = dora.axis === 'input' ? 1 : 0
  const axes = v.shape.map((_, axis) => axis).filter((axis) => axis !== kept)
  const shape = v.shape.map((size, axis) => (axis === kept ? size : 1))
  const norm = graph.node('ReduceL2', [v, graph.integers(axes)], {
    shape,
    attributes: { keepdims: { kind: 'int', value: 1 } },
  })
  return multiply(graph, v, divide(graph, graph.stored(dora.magnitude, shape), norm))
}

/**
 * Adds one LoRA delta to a weight: W + s·(alpha/rank)·up·down and its relatives (LoCon, LoHa, LoKr, DoRA, full
 * difference). All operands are constants, so ONNX Runtime folds the result once, when it makes the session.
 * Sources: LoRA arXiv 2106.09685, LyCORIS arXiv 2309.14859, DoRA arXiv 2402.09353.
 */
export function applyLoraDelta(graph: Graph, weight: Value, delta: LoraDelta, strength: number): Value {
  if (isPlainLora(delta)) return addPlainLora(graph, weight, delta, delta.scale * strength)
  const change = reshape(graph, deltaMatrix(graph, delta), weight.shape)
  if (delta.kind === 'diff') return add(graph, weight, scale(graph, change, strength))
  if (delta.dora === null) return add(graph, weight, scale(graph, change, delta.scale * strength))
  const adapted = withMagnitude(graph, add(graph, weight, scale(graph, change, delta.scale)), delta.dora)
  return add(graph, weight, scale(graph, subtract(graph, adapted, weight), strength))
}
