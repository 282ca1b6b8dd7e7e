import type { UnetConfig } from '../configs/unet-config.ts'
import { convolution, linear, norm, projection, type Layer } from './layer.ts'

interface Attention {
  readonly channels: number
  readonly depth: number
}

function resnet(path: string, from: number, to: number, timeWidth: number): Layer[] {
  return [
    norm(`${path}.norm1`, from),
    convolution(`${path}.conv1`, from, to, 3),
    linear(`${path}.time_emb_proj`, timeWidth, to),
    norm(`${path}.norm2`, to),
    convolution(`${path}.conv2`, to, to, 3),
    ...(from === to ? [] : [convolution(`${path}.conv_shortcut`, from, to, 1)]),
  ]
}

function crossAttention(path: string, channels: number, context: number): Layer[] {
  return [
    projection(`${path}.to_q`, channels, channels),
    projection(`${path}.to_k`, context, channels),
    projection(`${path}.to_v`, context, channels),
    linear(`${path}.to_out.0`, channels, channels),
  ]
}

function transformerBlock(path: string, channels: number, context: number): Layer[] {
  return [
    norm(`${path}.norm1`, channels),
    ...crossAttention(`${path}.attn1`, channels, channels),
    norm(`${path}.norm2`, channels),
    ...crossAttention(`${path}.attn2`, channels, context),
    norm(`${path}.norm3`, channels),
    linear(`${path}.ff.net.0.proj`, channels, 8 * channels),
    linear(`${path}.ff.net.2`, 4 * channels, channels),
  ]
}

function transformer(path: string, { channels, depth }: Attention, config: UnetConfig): Layer[] {
  const outer = (name: string): Layer =>
    config.linearProjection
      ? linear(`${path}.${name}`, channels, channels)
      : convolution(`${path}.${name}`, channels, channels, 1)
  const layers = [norm(`${path}.norm`, channels), outer('proj_in')]
  for (let block = 0; block < depth; block++)
    layers.push(...transformerBlock(`${path}.transformer_blocks.${block}`, channels, config.contextWidth))
  return [...layers, outer('proj_out')]
}

function downBlocks(config: UnetConfig): Layer[] {
  const [first = 0] = config.blockChannels
  let from = first
  return config.blockChannels.flatMap((channels, block) => {
    const path = `down_blocks.${block}`
    const depth = config.downDepths[block] ?? 0
    const layers: Layer[] = []
    for (let index = 0; index < config.layersPerBlock; index++) {
      layers.push(...resnet(`${path}.resnets.${index}`, from, channels, 4 * first))
      if (depth > 0) layers.push(...transformer(`${path}.attentions.${index}`, { channels, depth }, config))
      from = channels
    }
    if (block < config.blockChannels.length - 1)
      layers.push(convolution(`${path}.downsamplers.0.conv`, channels, channels, 3))
    return layers
  })
}

function midBlock(config: UnetConfig): Layer[] {
  const channels = config.blockChannels.at(-1) ?? 0
  const timeWidth = 4 * (config.blockChannels[0] ?? 0)
  const attention = { channels, depth: config.midDepth }
  return [
    ...resnet('mid_block.resnets.0', channels, channels, timeWidth),
    ...(config.midDepth > 0 ? transformer('mid_block.attentions.0', attention, config) : []),
    ...resnet('mid_block.resnets.1', channels, channels, timeWidth),
  ]
}

function upBlocks(config: UnetConfig): Layer[] {
  const timeWidth = 4 * (config.blockChannels[0] ?? 0)
  const inward = config.blockChannels.toReversed()
  let previous = inward[0] ?? 0
  return inward.flatMap((channels, block) => {
    const path = `up_blocks.${block}`
    const depth = config.upDepths[block] ?? 0
    const outer = inward[block + 1] ?? channels
    const layers: Layer[] = []
    for (let index = 0; index <= config.layersPerBlock; index++) {
      const skip = index === config.layersPerBlock ? outer : channels
      layers.push(...resnet(`${path}.resnets.${index}`, previous + skip, channels, timeWidth))
      if (depth > 0) layers.push(...transformer(`${path}.attentions.${index}`, { channels, depth }, config))
      previous = channels
    }
    if (block < inward.length - 1) layers.push(convolution(`${path}.upsamplers.0.conv`, channels, channels, 3))
    return layers
  })
}

/** The layers of a UNet2DConditionModel by their diffusers paths (diffusers: models/unets/unet_2d_condition.py). */
export function unetLayers(config: UnetConfig): Layer[] {
  const [first = 0] = config.blockChannels
  const embedding = (path: string, from: number): Layer[] => [
    linear(`${path}.linear_1`, from, 4 * first),
    linear(`${path}.linear_2`, 4 * first, 4 * first),
  ]
  return [
    convolution('conv_in', config.inChannels, first, 3),
    ...embedding('time_embedding', first),
    ...(config.addition === null ? [] : embedding('add_embedding', config.addition.inputWidth)),
    ...downBlocks(config),
    ...midBlock(config),
    ...upBlocks(config),
    norm('conv_norm_out', first),
    convolution('conv_out', first, config.outChannels, 3),
  ]
}
