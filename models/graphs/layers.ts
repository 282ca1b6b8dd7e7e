import type { Graph, Value } from './graph.ts'
import { add, multiply, reshape, scale } from './operators.ts'
import type { Parameters } from './parameters.ts'

export interface ConvolutionOptions {
  readonly outChannels: number
  readonly kernel: number
  readonly stride?: number
  /** Zeros before and after each axis: [top, left, bottom, right]. Default: as many as keep the size at stride 1. */
  readonly padding?: readonly [number, number, number, number]
  /** Default: true. */
  readonly bias?: boolean
}

function sizeAfter(size: number, padding: number, kernel: number, stride: number): number {
  return Math.floor((size + padding - kernel) / stride) + 1
}

interface ConvolutionGeometry {
  readonly kernel: number
  readonly stride: number
  readonly padding: readonly [number, number, number, number]
}

const POINTWISE: ConvolutionGeometry = { kernel: 1, stride: 1, padding: [0, 0, 0, 0] }

/** @param inputs the image, the kernel [out, in, kernel, kernel], and the bias if there is one */
function convolve(
  graph: Graph,
  inputs: readonly [image: Value, kernel: Value, ...bias: Value[]],
  { kernel, stride, padding }: ConvolutionGeometry,
): Value {
  const [batch = 1, , height = 1, width = 1] = inputs[0].shape
  const [outChannels = 1] = inputs[1].shape
  return graph.node('Conv', inputs, {
    shape: [
      batch,
      outChannels,
      sizeAfter(height, padding[0] + padding[2], kernel, stride),
      sizeAfter(width, padding[1] + padding[3], kernel, stride),
    ],
    attributes: {
      kernel_shape: { kind: 'ints', value: [kernel, kernel] },
      strides: { kind: 'ints', value: [stride, stride] },
      pads: { kind: 'ints', value: padding },
    },
  })
}

/** What a LoRA's first factor makes, times a strength that is known when the graph runs: the narrowest place for it. */
function adjusted(graph: Graph, reduced: Value, strength: Value | null): Value {
  return strength === null ? reduced : multiply(graph, reduced, strength)
}

/** A 2-D convolution of [batch, channels, height, width] with the parameters `name`.weight and `name`.bias. */
export function convolution(parameters: Parameters, input: Value, name: string, options: ConvolutionOptions): Value {
  const { graph } = parameters
  const { outChannels, kernel, stride = 1, bias = true } = options
  const same = (kernel - 1) / 2
  const geometry = { kernel, stride, padding: options.padding ?? ([same, same, same, same] as const) }
  const [, inChannels = 1] = input.shape
  const { weight, branches } = parameters.layerWeight(`${name}.weight`, [outChannels, inChannels, kernel, kernel])
  const biases = bias ? [parameters.get(`${name}.bias`, [outChannels])] : []
  const result = convolve(graph, [input, weight, ...biases], geometry)
  return branches.reduce((sum, { lora, factor, strength }) => {
    const [rank = 1] = lora.down.shape
    const down = graph.stored(lora.down, [rank, inChannels, kernel, kernel])
    const reduced = adjusted(graph, convolve(graph, [input, down], geometry), strength)
    const up = scale(graph, graph.stored(lora.up, [outChannels, rank, 1, 1]), factor)
    return add(graph, sum, convolve(graph, [reduced, up], POINTWISE))
  }, result)
}

export interface LinearOptions {
  readonly outFeatures: number
  /** Default: true. */
  readonly bias?: boolean
}

/** @param inputs a [rows, in], b [out, in], and c [out] or [rows, out] if there is one: factor·a·bᵀ + c */
function gemm(graph: Graph, inputs: readonly [a: Value, b: Value, ...c: Value[]], factor = 1): Value {
  const [[rows = 1], [outFeatures = 1]] = [inputs[0].shape, inputs[1].shape]
  return graph.node('Gemm', inputs, {
    shape: [rows, outFeatures],
    attributes: {
      transB: { kind: 'int', value: 1 },
      ...(factor === 1 ? {} : { alpha: { kind: 'float', value: factor } }),
    },
  })
}

/**
 * x·Wᵀ + b over the last axis of [rows, features]. Gemm reads the weight as stored, without the transposed copy that
 * MatMul would need while the session is made.
 */
export function linear(parameters: Parameters, input: Value, name: string, options: LinearOptions): Value {
  const { graph } = parameters
  const { outFeatures, bias = true } = options
  const [, inFeatures = 1] = input.shape
  const { weight, branches } = parameters.layerWeight(`${name}.weight`, [outFeatures, inFeatures])
  const biases = bias ? [parameters.get(`${name}.bias`, [outFeatures])] : []
  return branches.reduce(
    (sum, { lora, factor, strength }) => {
      const [rank = 1] = lora.down.shape
      const reduced = adjusted(graph, gemm(graph, [input, graph.stored(lora.down, [rank, inFeatures])]), strength)
      return gemm(graph, [reduced, graph.stored(lora.up, [outFeatures, rank]), sum], factor)
    },
    gemm(graph, [input, weight, ...biases]),
  )
}

/** Layer normalization over the last axis. */
export function layerNorm(parameters: Parameters, input: Value, name: string, eps: number): Value {
  const features = [input.shape.at(-1) ?? 1]
  const inputs = [input, parameters.get(`${name}.weight`, features), parameters.get(`${name}.bias`, features)]
  return parameters.graph.node('LayerNormalization', inputs, {
    shape: input.shape,
    attributes: { axis: { kind: 'int', value: -1 }, epsilon: { kind: 'float', value: eps } },
  })
}

/**
 * Group normalization of [batch, channels, height, width], written as an instance normalization of the groups: the one
 * form that keeps every node on the GPU under WebGPU, and the quicker one on the CPU too.
 */
export function groupNorm(
  parameters: Parameters,
  input: Value,
  name: string,
  options: { readonly groups: number; readonly eps: number },
): Value {
  const { graph } = parameters
  const { groups, eps } = options
  const [batch = 1, channels = 1, height = 1, width = 1] = input.shape
  const grouped = reshape(graph, input, [batch, groups, (channels / groups) * height * width])
  const normalized = graph.node(
    'InstanceNormalization',
    [grouped, graph.filled(1, [groups]), graph.filled(0, [groups])],
    {
      shape: grouped.shape,
      attributes: { epsilon: { kind: 'float', value: eps } },
    },
  )
  const perChannel = (suffix: string) => parameters.get(`${name}.${suffix}`, [1, channels, 1, 1])
  const scaled = multiply(graph, reshape(graph, normalized, input.shape), perChannel('weight'))
  return add(graph, scaled, perChannel('bias'))
}

/** Nearest-neighbour resize of [batch, channels, height, width], as torch's interpolate(mode="nearest", size=…). */
export function resizeNearest(graph: Graph, input: Value, height: number, width: number): Value {
  const [batch = 1, channels = 1] = input.shape
  const shape = [batch, channels, height, width]
  return graph.node('Resize', [input, null, null, graph.integers(shape)], {
    shape,
    attributes: {
      mode: { kind: 'string', value: 'nearest' },
      coordinate_transformation_mode: { kind: 'string', value: 'asymmetric' },
      nearest_mode: { kind: 'string', value: 'floor' },
    },
  })
}
