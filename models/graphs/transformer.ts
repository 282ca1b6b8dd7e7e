import type { Value } from './graph.ts'
import { groupNorm, layerNorm, linear } from './layers.ts'
import { add, attention, gelu, multiply, reshape, transpose } from './operators.ts'
import type { Parameters } from './parameters.ts'

const GROUP_NORM_EPS = 1e-6
const LAYER_NORM_EPS = 1e-5
const FEED_FORWARD_FACTOR = 4

export interface TransformerOptions {
  readonly depth: number
  readonly heads: number
  readonly groups: number
  /** Text context, [batch, tokens, width]. */
  readonly context: Value
}

/** [batch, channels, height, width] → [batch·height·width, channels], the form in which linear layers run. */
export function imageToTokens(parameters: Parameters, image: Value): Value {
  const [batch = 1, channels = 1, height = 1, width = 1] = image.shape
  const { graph } = parameters
  return reshape(graph, transpose(graph, image, [0, 2, 3, 1]), [batch * height * width, channels])
}

/** The reverse of {@link imageToTokens}. */
export function tokensToImage(parameters: Parameters, tokens: Value, shape: readonly number[]): Value {
  const [batch = 1, channels = 1, height = 1, width = 1] = shape
  const { graph } = parameters
  return transpose(graph, reshape(graph, tokens, [batch, height, width, channels]), [0, 3, 1, 2])
}

/** Attention of `tokens` (flat, of `batch` images) to `source`, [batch, tokens, width]. */
function attend(
  parameters: Parameters,
  tokens: Value,
  name: string,
  options: { readonly source: Value; readonly heads: number },
): Value {
  const { graph } = parameters
  const { source, heads } = options
  const [batch = 1, sourceTokens = 1, sourceWidth = 1] = source.shape
  const [rows = 1, width = 1] = tokens.shape
  const flatSource = reshape(graph, source, [batch * sourceTokens, sourceWidth])
  const project = (value: Value, suffix: string, length: number) =>
    reshape(graph, linear(parameters, value, `${name}.${suffix}`, { outFeatures: width, bias: false }), [
      batch,
      length,
      width,
    ])
  const q = project(tokens, 'to_q', rows / batch)
  const k = project(flatSource, 'to_k', sourceTokens)
  const v = project(flatSource, 'to_v', sourceTokens)
  const mixed = reshape(graph, attention(graph, { q, k, v }, heads), [rows, width])
  return linear(parameters, mixed, `${name}.to_out.0`, { outFeatures: width })
}

/** GEGLU feed-forward (arXiv 2002.05202). */
function feedForward(parameters: Parameters, tokens: Value, name: string): Value {
  const { graph } = parameters
  const width = tokens.shape.at(-1) ?? 1
  const inner = width * FEED_FORWARD_FACTOR
  const [value, gate] = graph.splitInHalf(linear(parameters, tokens, `${name}.net.0.proj`, { outFeatures: 2 * inner }))
  return linear(parameters, multiply(graph, value, gelu(graph, gate)), `${name}.net.2`, { outFeatures: width })
}

/** diffusers: models/attention.py BasicTransformerBlock (layer norm, GEGLU). */
function transformerBlock(parameters: Parameters, input: Value, name: string, options: TransformerOptions): Value {
  const { graph } = parameters
  const { context, heads } = options
  const [batch = 1] = context.shape
  const [rows = 1, width = 1] = input.shape
  const normalize = (value: Value, suffix: string) => layerNorm(parameters, value, `${name}.${suffix}`, LAYER_NORM_EPS)
  const first = normalize(input, 'norm1')
  const source = reshape(graph, first, [batch, rows / batch, width])
  let tokens = add(graph, input, attend(parameters, first, `${name}.attn1`, { source, heads }))
  const second = normalize(tokens, 'norm2')
  tokens = add(graph, tokens, attend(parameters, second, `${name}.attn2`, { source: context, heads }))
  return add(graph, tokens, feedForward(parameters, normalize(tokens, 'norm3'), `${name}.ff`))
}

/**
 * diffusers: models/transformers/transformer_2d.py Transformer2DModel. SD 1.5 projects in and out with 1×1
 * convolutions and SDXL with linear layers, which on tokens are the same product.
 */
export function spatialTransformer(
  parameters: Parameters,
  input: Value,
  name: string,
  options: TransformerOptions,
): Value {
  const { graph } = parameters
  const channels = input.shape[1] ?? 1
  return graph.within(name, () => {
    const normalized = groupNorm(parameters, input, `${name}.norm`, { groups: options.groups, eps: GROUP_NORM_EPS })
    let tokens = linear(parameters, imageToTokens(parameters, normalized), `${name}.proj_in`, { outFeatures: channels })
    for (let block = 0; block < options.depth; block++) {
      tokens = transformerBlock(parameters, tokens, `${name}.transformer_blocks.${block}`, options)
    }
    tokens = linear(parameters, tokens, `${name}.proj_out`, { outFeatures: channels })
    return add(graph, tokensToImage(parameters, tokens, input.shape), input)
  })
}
