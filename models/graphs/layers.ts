import type { Graph, Value } from './graph.ts'
import { add, multiply, reshape } from './operators.ts'
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

/** A 2-D convolution of [batch, channels, height, width] with the parameters `name`.weight and `name`.bias. */
export function convolution(parameters: Parameters, input: Value, name: string, options: ConvolutionOptions): Value {
  const { outChannels, kernel, stride = 1, bias = true } = options
  const same = (kernel - 1) / 2
  const padding = options.padding ?? [same, same, same, same]
  const [batch = 1, inChannels = 1, height = 1, width = 1] = input.shape
  const weight = parameters.get(`${name}.weight`, [outChannels, inChannels, kernel, kernel])
  const inputs = bias ? [input, weight, parameters.get(`${name}.bias`, [outChannels])] : [input, weight]
  return parameters.graph.node('Conv', inputs, {
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

export interface LinearOptions {
  readonly outFeatures: number
  /** Default: true. */
  readonly bias?: boolean
}

/**
 * x·Wᵀ + b over the last axis of [rows, features]. Gemm reads the weight as stored, without the transposed copy that
 * MatMul would need while the session is made.
 */
export function linear(parameters: Parameters, input: Value, name: string, options: LinearOptions): Value {
  const { outFeatures, bias = true } = options
  const [rows = 1, inFeatures = 1] = input.shape
  const weight = parameters.get(`${name}.weight`, [outFeatures, inFeatures])
  const inputs = bias ? [input, weight, parameters.get(`${name}.bias`, [outFeatures])] : [input, weight]
  return parameters.graph.node('Gemm', inputs, {
    shape: [rows, outFeatures],
    attributes: { transB: { kind: 'int', value: 1 } },
  })
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
