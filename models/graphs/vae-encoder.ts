import type { VaeConfig } from '../checkpoints/configs/vae-config.ts'
import type { OnnxModel } from '../onnx/model.ts'
import { Graph, type Value } from './graph.ts'
import { convolution, groupNorm } from './layers.ts'
import { silu } from './operators.ts'
import { Parameters } from './parameters.ts'
import { VAE_EPS, vaeMiddle, vaeResnet } from './vae-blocks.ts'
import type { VaeGraphOptions } from './vae-decoder.ts'

function downsample(parameters: Parameters, input: Value, name: string): Value {
  const outChannels = input.shape[1] ?? 1
  return convolution(parameters, input, `${name}.conv`, { outChannels, kernel: 3, stride: 2, padding: [0, 0, 1, 1] })
}

/**
 * Pictures to the distribution of their latents. Input `image` [batch, 3, f·height, f·width], -1 to 1, where f is the
 * autoencoder's reduction and height and width are the latent's; output `moments` [batch, 2·latent channels, height,
 * width]: means, then log variances (not yet clamped), before the scaling factor.
 * Source: diffusers: models/autoencoders/vae.py Encoder.
 * @throws CheckpointError where a tensor is missing or has the wrong size.
 */
export function buildVaeEncoder(options: VaeGraphOptions<VaeConfig>): OnnxModel {
  const { config, weights, batch, height, width } = options
  const graph = new Graph('vae_encoder')
  const parameters = new Parameters(graph, weights, [])
  const around = { parameters, config }
  const channels = config.blockChannels
  const reduction = 2 ** (channels.length - 1)
  const image = graph.input('image', [batch, config.imageChannels, height * reduction, width * reduction])
  let hidden = convolution(parameters, image, 'encoder.conv_in', { outChannels: channels[0] ?? 0, kernel: 3 })
  channels.forEach((outChannels, block) => {
    const name = `encoder.down_blocks.${block}`
    for (let layer = 0; layer < config.layersPerBlock; layer++) {
      hidden = vaeResnet(around, hidden, `${name}.resnets.${layer}`, outChannels)
    }
    if (block < channels.length - 1) hidden = downsample(parameters, hidden, `${name}.downsamplers.0`)
  })
  hidden = vaeMiddle(around, hidden, 'encoder.mid_block')
  hidden = groupNorm(parameters, hidden, 'encoder.conv_norm_out', { groups: config.normGroups, eps: VAE_EPS })
  const outChannels = config.latentChannels * 2
  hidden = convolution(parameters, silu(graph, hidden), 'encoder.conv_out', { outChannels, kernel: 3 })
  if (config.quantConv) hidden = convolution(parameters, hidden, 'quant_conv', { outChannels, kernel: 1 })
  graph.output('moments', hidden)
  return graph.finish()
}
