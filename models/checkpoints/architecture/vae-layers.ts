import type { VaeConfig } from '../configs/vae-config.ts'
import { convolution, linear, norm, type Layer } from './layer.ts'

function resnet(path: string, from: number, to: number): Layer[] {
  return [
    norm(`${path}.norm1`, from),
    convolution(`${path}.conv1`, from, to, 3),
    norm(`${path}.norm2`, to),
    convolution(`${path}.conv2`, to, to, 3),
    ...(from === to ? [] : [convolution(`${path}.conv_shortcut`, from, to, 1)]),
  ]
}

function midBlock(path: string, channels: number, withAttention: boolean): Layer[] {
  const attention = `${path}.attentions.0`
  const projections = ['to_q', 'to_k', 'to_v', 'to_out.0']
  return [
    ...resnet(`${path}.resnets.0`, channels, channels),
    ...(withAttention
      ? [
          norm(`${attention}.group_norm`, channels),
          ...projections.map((name) => linear(`${attention}.${name}`, channels, channels)),
        ]
      : []),
    ...resnet(`${path}.resnets.1`, channels, channels),
  ]
}

/** A run of resolution levels, each of `resnets` resnets and, but for the last, a resampling convolution. */
function levels(path: string, channelsInOrder: readonly number[], resnets: number, resampler: string): Layer[] {
  let from = channelsInOrder[0] ?? 0
  return channelsInOrder.flatMap((channels, level) => {
    const layers: Layer[] = []
    for (let index = 0; index < resnets; index++) {
      layers.push(...resnet(`${path}.${level}.resnets.${index}`, from, channels))
      from = channels
    }
    if (level < channelsInOrder.length - 1)
      layers.push(convolution(`${path}.${level}.${resampler}.0.conv`, channels, channels, 3))
    return layers
  })
}

/** The layers of an AutoencoderKL by their diffusers paths (diffusers: models/autoencoders/vae.py). */
export function vaeLayers(config: VaeConfig): Layer[] {
  const { blockChannels, latentChannels, imageChannels, midAttention, layersPerBlock } = config
  const outermost = blockChannels[0] ?? 0
  const innermost = blockChannels.at(-1) ?? 0
  const moments = 2 * latentChannels
  return [
    convolution('encoder.conv_in', imageChannels, outermost, 3),
    ...levels('encoder.down_blocks', blockChannels, layersPerBlock, 'downsamplers'),
    ...midBlock('encoder.mid_block', innermost, midAttention),
    norm('encoder.conv_norm_out', innermost),
    convolution('encoder.conv_out', innermost, moments, 3),
    ...(config.quantConv ? [convolution('quant_conv', moments, moments, 1)] : []),
    ...(config.postQuantConv ? [convolution('post_quant_conv', latentChannels, latentChannels, 1)] : []),
    convolution('decoder.conv_in', latentChannels, innermost, 3),
    ...midBlock('decoder.mid_block', innermost, midAttention),
    ...levels('decoder.up_blocks', blockChannels.toReversed(), layersPerBlock + 1, 'upsamplers'),
    norm('decoder.conv_norm_out', outermost),
    convolution('decoder.conv_out', outermost, imageChannels, 3),
  ]
}
