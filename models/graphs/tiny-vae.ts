import type { TinyVaeConfig } from '../checkpoints/configs/tiny-vae-config.ts'
import type { OnnxModel } from '../onnx/model.ts'
import { Graph, type Value } from './graph.ts'
import { convolution, resizeNearest } from './layers.ts'
import { add, relu, scale, tanh } from './operators.ts'
import { Parameters } from './parameters.ts'
import type { VaeGraphOptions } from './vae-decoder.ts'

/** Latents are squeezed into ±3 before decoding. */
const LATENT_MAGNITUDE = 3

/** diffusers: models/unets/unet_2d_blocks.py AutoencoderTinyBlock with as many channels out as in. */
function residualBlock(parameters: Parameters, input: Value, name: string): Value {
  const { graph } = parameters
  const outChannels = input.shape[1] ?? 1
  const convolve = (value: Value, index: number) =>
    convolution(parameters, value, `${name}.conv.${index}`, { outChannels, kernel: 3 })
  const inner = convolve(relu(graph, convolve(relu(graph, convolve(input, 0)), 2)), 4)
  return relu(graph, add(graph, inner, input))
}

/**
 * TAESD's decoder. Input `latent` [batch, latent channels, height, width] as the UNet leaves it; output `image`
 * [batch, 3, f·height, f·width], -1 to 1.
 * Source: diffusers: models/autoencoders/vae.py DecoderTiny.
 * @throws CheckpointError where a tensor is missing or has the wrong size.
 */
export function buildTinyVaeDecoder(options: VaeGraphOptions<TinyVaeConfig>): OnnxModel {
  const { config, weights, batch, height, width } = options
  const graph = new Graph('tiny_vae_decoder')
  const parameters = new Parameters(graph, weights, [])
  // Layers are numbered as in the reference's list, where the activation and the resizes count too.
  let layer = 0
  const next = () => `decoder.layers.${layer++}`
  const latent = graph.input('latent', [batch, config.latentChannels, height, width])
  const squeezed = scale(graph, tanh(graph, scale(graph, latent, 1 / LATENT_MAGNITUDE)), LATENT_MAGNITUDE)
  const firstChannels = config.decoderChannels[0] ?? 0
  let hidden = relu(graph, convolution(parameters, squeezed, next(), { outChannels: firstChannels, kernel: 3 }))
  layer += 1
  const stages = config.decoderChannels.length
  config.decoderChannels.forEach((channels, stage) => {
    for (let block = 0; block < (config.decoderBlocks[stage] ?? 0); block++) {
      hidden = residualBlock(parameters, hidden, next())
    }
    const last = stage === stages - 1
    if (!last) {
      const [, , rows = 1, columns = 1] = hidden.shape
      hidden = resizeNearest(graph, hidden, rows * 2, columns * 2)
      layer += 1
    }
    const outChannels = last ? config.imageChannels : channels
    hidden = convolution(parameters, hidden, next(), { outChannels, kernel: 3, bias: last })
  })
  graph.output('image', add(graph, scale(graph, hidden, 2), graph.filled(-1, [])))
  return graph.finish()
}

/**
 * TAESD's encoder. Input `image` [batch, 3, f·height, f·width], -1 to 1; output `latent` [batch, latent channels,
 * height, width], scaled as the UNet expects it.
 * Source: diffusers: models/autoencoders/vae.py EncoderTiny.
 * @throws CheckpointError where a tensor is missing or has the wrong size.
 */
export function buildTinyVaeEncoder(options: VaeGraphOptions<TinyVaeConfig>): OnnxModel {
  const { config, weights, batch, height, width } = options
  const graph = new Graph('tiny_vae_encoder')
  const parameters = new Parameters(graph, weights, [])
  const reduction = 2 ** (config.encoderChannels.length - 1)
  const image = graph.input('image', [batch, config.imageChannels, height * reduction, width * reduction])
  let layer = 0
  const next = () => `encoder.layers.${layer++}`
  let hidden = add(graph, scale(graph, image, 0.5), graph.filled(0.5, []))
  config.encoderChannels.forEach((outChannels, stage) => {
    const downsampling = { outChannels, kernel: 3, stride: 2, bias: false }
    hidden = convolution(parameters, hidden, next(), stage === 0 ? { outChannels, kernel: 3 } : downsampling)
    for (let block = 0; block < (config.encoderBlocks[stage] ?? 0); block++) {
      hidden = residualBlock(parameters, hidden, next())
    }
  })
  graph.output('latent', convolution(parameters, hidden, next(), { outChannels: config.latentChannels, kernel: 3 }))
  return graph.finish()
}
