import type { VaeConfig } from '../checkpoints/configs/vae-config.ts'
import type { Weights } from '../checkpoints/weights.ts'
import type { OnnxModel } from '../onnx/model.ts'
import { Graph, type Value } from './graph.ts'
import { convolution, groupNorm, resizeNearest } from './layers.ts'
import { silu } from './operators.ts'
import { Parameters } from './parameters.ts'
import { VAE_EPS, vaeMiddle, vaeResnet } from './vae-blocks.ts'

export interface VaeGraphOptions<Config> {
  readonly config: Config
  readonly weights: Weights
  readonly batch: number
  /** Latent size. */
  readonly height: number
  readonly width: number
}

function upsample(parameters: Parameters, input: Value, name: string): Value {
  const [, channels = 1, height = 1, width = 1] = input.shape
  const resized = resizeNearest(parameters.graph, input, height * 2, width * 2)
  return convolution(parameters, resized, `${name}.conv`, { outChannels: channels, kernel: 3 })
}

/**
 * Latents to pictures. Input `latent` [batch, latent channels, height, width], already divided by the scaling factor;
 * output `image` [batch, 3, 8·height, 8·width], about -1 to 1.
 * Source: diffusers: models/autoencoders/vae.py Decoder.
 * @throws CheckpointError where a tensor is missing or has the wrong size.
 */
export function buildVaeDecoder(options: VaeGraphOptions<VaeConfig>): OnnxModel {
  const { config, weights, batch, height, width } = options
  const graph = new Graph('vae_decoder')
  const parameters = new Parameters(graph, weights, [])
  const around = { parameters, config }
  const channels = config.blockChannels.toReversed()
  const latent = graph.input('latent', [batch, config.latentChannels, height, width])
  let hidden = latent
  if (config.postQuantConv) {
    hidden = convolution(parameters, hidden, 'post_quant_conv', { outChannels: config.latentChannels, kernel: 1 })
  }
  hidden = convolution(parameters, hidden, 'decoder.conv_in', { outChannels: channels[0] ?? 0, kernel: 3 })
  hidden = vaeMiddle(around, hidden, 'decoder.mid_block')
  channels.forEach((outChannels, block) => {
    const name = `decoder.up_blocks.${block}`
    for (let layer = 0; layer <= config.layersPerBlock; layer++) {
      hidden = vaeResnet(around, hidden, `${name}.resnets.${layer}`, outChannels)
    }
    if (block < channels.length - 1) hidden = upsample(parameters, hidden, `${name}.upsamplers.0`)
  })
  hidden = groupNorm(parameters, hidden, 'decoder.conv_norm_out', { groups: config.normGroups, eps: VAE_EPS })
  hidden = convolution(parameters, silu(graph, hidden), 'decoder.conv_out', {
    outChannels: config.imageChannels,
    kernel: 3,
  })
  graph.output('image', hidden)
  return graph.finish()
}
