import type { UnetConfig } from '../checkpoints/configs/unet-config.ts'
import type { Weights } from '../checkpoints/weights.ts'
import type { OnnxModel } from '../onnx/model.ts'
import { Graph, type Value } from './graph.ts'
import { convolution, groupNorm, linear, resizeNearest } from './layers.ts'
import { placeLoras, type LoraPlacement } from './lora-placement.ts'
import { add, concatenate, silu } from './operators.ts'
import type { AppliedLora } from './lora-nodes.ts'
import { Parameters } from './parameters.ts'
import { resnetBlock } from './resnet-block.ts'
import { spatialTransformer } from './transformer.ts'

export interface UnetGraphOptions {
  readonly config: UnetConfig
  readonly weights: Weights
  readonly loras: readonly AppliedLora[]
  /** Default: as placeLoras() says. `adjustable`: beside the layers, each with an input [1] for its strength. */
  readonly loraPlacement?: LoraPlacement | 'adjustable'
  readonly batch: number
  /** Latent size. */
  readonly height: number
  readonly width: number
  /** Tokens of text context. */
  readonly contextLength: number
}

/** What every block of the network sees beside its input. */
interface Surroundings {
  readonly parameters: Parameters
  readonly config: UnetConfig
  readonly context: Value
  readonly time: Value
}

const RESNETS_IN_THE_MIDDLE = 2

function timeEmbedding(parameters: Parameters, config: UnetConfig, batch: number): Value {
  const { graph } = parameters
  const base = config.blockChannels[0] ?? 0
  const width = base * 4
  const options = { outFeatures: width }
  const embed = (input: Value, name: string) =>
    linear(parameters, silu(graph, linear(parameters, input, `${name}.linear_1`, options)), `${name}.linear_2`, options)
  const time = embed(graph.input('time_sinusoid', [1, base]), 'time_embedding')
  if (config.addition === null) return silu(graph, time)
  const { inputWidth, sinusoidWidth } = config.addition
  const sizesWidth = sinusoidWidth * 6
  const pooled = graph.input('pooled_text', [batch, inputWidth - sizesWidth])
  const sizes = graph.input('size_sinusoids', [batch, sizesWidth])
  const added = embed(concatenate(graph, [pooled, sizes], 1), 'add_embedding')
  return silu(graph, add(graph, added, time))
}

function resnet(around: Surroundings, input: Value, name: string, outChannels: number): Value {
  const { parameters, config, time } = around
  return resnetBlock(parameters, input, name, { outChannels, groups: config.normGroups, eps: config.normEps, time })
}

function transformer(
  around: Surroundings,
  input: Value,
  name: string,
  { level, depth = 0 }: { readonly level: number; readonly depth: number | undefined },
): Value {
  if (depth === 0) return input
  const { parameters, config, context } = around
  const heads = config.headCounts[level] ?? 1
  return spatialTransformer(parameters, input, name, { depth, heads, groups: config.normGroups, context })
}

/** Runs the down blocks and returns every output that an up block will join again, outermost first. */
function downBlocks(around: Surroundings, input: Value): Value[] {
  const { parameters, config } = around
  const skips = [input]
  let hidden = input
  config.blockChannels.forEach((channels, level) => {
    const name = `down_blocks.${level}`
    for (let layer = 0; layer < config.layersPerBlock; layer++) {
      hidden = resnet(around, hidden, `${name}.resnets.${layer}`, channels)
      hidden = transformer(around, hidden, `${name}.attentions.${layer}`, { level, depth: config.downDepths[level] })
      skips.push(hidden)
    }
    if (level === config.blockChannels.length - 1) return
    const downsampling = { outChannels: channels, kernel: 3, stride: 2 }
    hidden = convolution(parameters, hidden, `${name}.downsamplers.0.conv`, downsampling)
    skips.push(hidden)
  })
  return skips
}

function middleBlock(around: Surroundings, input: Value): Value {
  const { config } = around
  const level = config.blockChannels.length - 1
  const channels = config.blockChannels[level] ?? 0
  let hidden = input
  for (let index = 0; index < RESNETS_IN_THE_MIDDLE; index++) {
    if (index > 0) hidden = transformer(around, hidden, 'mid_block.attentions.0', { level, depth: config.midDepth })
    hidden = resnet(around, hidden, `mid_block.resnets.${index}`, channels)
  }
  return hidden
}

function upBlocks(around: Surroundings, input: Value, skips: readonly Value[]): Value {
  const { parameters, config } = around
  const { graph } = parameters
  const remaining = [...skips]
  const levels = config.blockChannels.length
  let hidden = input
  for (let block = 0; block < levels; block++) {
    const name = `up_blocks.${block}`
    const level = levels - 1 - block
    const channels = config.blockChannels[level] ?? 0
    for (let layer = 0; layer <= config.layersPerBlock; layer++) {
      const skip = remaining.pop()
      if (skip === undefined) throw new RangeError('the up blocks join more outputs than the down blocks made')
      hidden = resnet(around, concatenate(graph, [hidden, skip], 1), `${name}.resnets.${layer}`, channels)
      hidden = transformer(around, hidden, `${name}.attentions.${layer}`, { level, depth: config.upDepths[block] })
    }
    // The size of the next skip, not twice the present one: sizes that are no multiple of 8 latents were rounded up
    // on the way down.
    const [, , height, width] = remaining.at(-1)?.shape ?? []
    if (height === undefined || width === undefined) continue
    const upsampled = resizeNearest(graph, hidden, height, width)
    hidden = convolution(parameters, upsampled, `${name}.upsamplers.0.conv`, { outChannels: channels, kernel: 3 })
  }
  return hidden
}

/**
 * The denoising network. Inputs, all float32: `sample` [batch, in, height, width] (scaled by the scheduler);
 * `time_sinusoid` [1, channels]; `context` [batch, tokens, width]; for SDXL also `pooled_text` and `size_sinusoids`
 * [batch, …]. Output: `prediction`, of the sample's shape.
 * Sinusoids come ready-made because GPUs' sines are inexact at arguments near 1000.
 * Source: diffusers: models/unets/unet_2d_condition.py UNet2DConditionModel.
 * @throws CheckpointError where a tensor is missing or has the wrong size.
 */
export function buildUnet(options: UnetGraphOptions): OnnxModel {
  const { config, weights, loras, loraPlacement = placeLoras(weights), batch, height, width, contextLength } = options
  const graph = new Graph('unet')
  const parameters = new Parameters(graph, weights, loras, loraPlacement)
  const sample = graph.input('sample', [batch, config.inChannels, height, width])
  const context = graph.input('context', [batch, contextLength, config.contextWidth])
  const time = timeEmbedding(parameters, config, batch)
  const around = { parameters, config, context, time }
  const outChannels = config.blockChannels[0] ?? 0
  const skips = downBlocks(around, convolution(parameters, sample, 'conv_in', { outChannels, kernel: 3 }))
  const deepest = skips.at(-1) ?? sample
  const hidden = upBlocks(around, middleBlock(around, deepest), skips)
  const normalized = groupNorm(parameters, hidden, 'conv_norm_out', { groups: config.normGroups, eps: config.normEps })
  const prediction = convolution(parameters, silu(graph, normalized), 'conv_out', {
    outChannels: config.outChannels,
    kernel: 3,
  })
  graph.output('prediction', prediction)
  return graph.finish()
}
