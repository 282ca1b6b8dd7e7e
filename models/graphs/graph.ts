import type { WeightRef } from '../checkpoints/weights.ts'
import type { Attribute, ElementType, OnnxInitializer, OnnxModel, OnnxNode, OnnxPort } from '../onnx/model.ts'

/** A tensor inside a graph under construction. All shapes are static. */
export interface Value {
  readonly name: string
  readonly shape: readonly number[]
}

export interface NodeOptions {
  readonly shape: readonly number[]
  readonly attributes?: Readonly<Record<string, Attribute>>
  readonly domain?: string
}

const WEIGHT_TYPES: Partial<Record<WeightRef['dtype'], ElementType>> = {
  F32: 'float',
  F16: 'float16',
  BF16: 'bfloat16',
  F64: 'double',
}

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

/** Collects nodes and initializers in the order they are made. */
export class Graph {
  readonly #name: string
  readonly #nodes: OnnxNode[] = []
  readonly #initializers = new Map<string, OnnxInitializer>()
  readonly #inputs: OnnxPort[] = []
  readonly #outputs: OnnxPort[] = []
  #scope: string[] = []

  constructor(name: string) {
    this.#name = name
  }

  /** Runs `build` with `name` put before the names of the nodes it makes, so that a profile reads like the network. */
  within<T>(name: string, build: () => T): T {
    this.#scope.push(name)
    try {
      return build()
    } finally {
      this.#scope.pop()
    }
  }

  input(name: string, shape: readonly number[], type: ElementType = 'float'): Value {
    this.#inputs.push({ name, type, shape })
    return { name, shape }
  }

  output(name: string, value: Value): void {
    this.#add('Identity', [value.name], { shape: value.shape }, [name])
    this.#outputs.push({ name, type: 'float', shape: value.shape })
  }

  node(operator: string, inputs: readonly (Value | null)[], options: NodeOptions): Value {
    const name = this.#freshName(operator)
    this.#add(
      operator,
      inputs.map((input) => input?.name ?? ''),
      options,
      [name],
    )
    return { name, shape: options.shape }
  }

  /** Splits the last axis in two equal halves. */
  splitInHalf(value: Value): [Value, Value] {
    const name = this.#freshName('Split')
    const shape = [...value.shape.slice(0, -1), (value.shape.at(-1) ?? 0) / 2]
    const attributes = { axis: { kind: 'int', value: -1 }, num_outputs: { kind: 'int', value: 2 } } as const
    const [first, second] = [`${name}.0`, `${name}.1`]
    this.#add('Split', [value.name], { shape, attributes }, [first, second])
    return [
      { name: first, shape },
      { name: second, shape },
    ]
  }

  /** A float32 constant kept inside the graph. */
  floats(values: Float32Array, shape: readonly number[]): Value {
    return this.#constant(`float_${this.#initializers.size}`, 'float', shape, new Uint8Array(values.slice().buffer))
  }

  /** The same float32 value everywhere; equal constants are stored once. */
  filled(value: number, shape: readonly number[]): Value {
    const bytes = new Uint8Array(new Float32Array(elementCount(shape)).fill(value).buffer)
    return this.#constant(`filled[${shape.join(',')}]:${value}`, 'float', shape, bytes)
  }

  /** An int64 constant: shapes, sizes and axes that operators take as inputs. */
  integers(values: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer)
    return this.#constant(`int64:${values.join(',')}`, 'int64', [values.length], bytes)
  }

  /**
   * A tensor of the user's file as a float32 value of `shape` (which must hold as many elements as stored); narrower
   * types are cast in the graph, where ONNX Runtime folds the cast when it makes the session.
   */
  stored(ref: WeightRef, shape: readonly number[] = ref.shape): Value {
    return this.#asFloat(this.#external(ref, shape), ref)
  }

  /** Rows of a stored table picked by int32 `indices`, as float32; only the picked rows are cast. */
  storedRows(table: WeightRef, indices: Value): Value {
    const shape = [...indices.shape, ...table.shape.slice(1)]
    return this.#asFloat(this.node('Gather', [this.#external(table, table.shape), indices], { shape }), table)
  }

  finish(): OnnxModel {
    return {
      name: this.#name,
      nodes: this.#nodes,
      initializers: [...this.#initializers.values()],
      inputs: this.#inputs,
      outputs: this.#outputs,
    }
  }

  #external(ref: WeightRef, shape: readonly number[]): Value {
    const type = WEIGHT_TYPES[ref.dtype]
    if (type === undefined) throw new TypeError(`a weight of type ${ref.dtype} cannot enter a graph`)
    const name = `${ref.file}@${ref.offset}[${shape.join(',')}]`
    const data = { file: ref.file, offset: ref.offset, length: ref.length }
    this.#initializers.set(name, { name, type, shape, data })
    return { name, shape }
  }

  #asFloat(value: Value, ref: WeightRef): Value {
    if (ref.dtype === 'F32') return value
    return this.node('Cast', [value], { shape: value.shape, attributes: { to: { kind: 'int', value: 1 } } })
  }

  #constant(name: string, type: ElementType, shape: readonly number[], data: Uint8Array): Value {
    if (!this.#initializers.has(name)) this.#initializers.set(name, { name, type, shape, data })
    return { name, shape }
  }

  #freshName(operator: string): string {
    return [...this.#scope, `${operator}_${this.#nodes.length}`].join('/')
  }

  #add(operator: string, inputs: readonly string[], options: NodeOptions, outputs: readonly string[]): void {
    this.#nodes.push({
      operator,
      domain: options.domain ?? '',
      name: this.#freshName(operator),
      inputs,
      outputs,
      shape: options.shape,
      attributes: new Map(Object.entries(options.attributes ?? {})),
    })
  }
}
