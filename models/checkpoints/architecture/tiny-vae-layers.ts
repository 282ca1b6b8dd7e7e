import type { TinyVaeConfig } from '../configs/tiny-vae-config.ts'
import { convolution, type Layer } from './layer.ts'

/** Convolution, ReLU, convolution, ReLU, convolution: the weights sit at 0, 2 and 4. */
function block(path: string, channels: number): Layer[] {
  return [0, 2, 4].map((index) => convolution(`${path}.conv.${index}`, channels, channels, 3))
}

function resampling(path: string, channels: number): Layer {
  return { path, weight: [channels, channels, 3, 3], bias: false }
}

function encoderLayers(config: TinyVaeConfig): Layer[] {
  let index = 0
  const next = (): string => `encoder.layers.${index++}`
  const layers = config.encoderChannels.flatMap((channels, stage) => [
    stage === 0 ? convolution(next(), config.imageChannels, channels, 3) : resampling(next(), channels),
    ...Array.from({ length: config.encoderBlocks[stage] ?? 0 }, () => block(next(), channels)).flat(),
  ])
  return [...layers, convolution(next(), config.encoderChannels.at(-1) ?? 0, config.latentChannels, 3)]
}

function decoderLayers(config: TinyVaeConfig): Layer[] {
  const [first = 0] = config.decoderChannels
  // Layer 1 is the activation after the first convolution; each upsampling takes a number, too.
  let index = 2
  const next = (): string => `decoder.layers.${index++}`
  const stages = config.decoderChannels.flatMap((channels, stage) => {
    const layers = Array.from({ length: config.decoderBlocks[stage] ?? 0 }, () => block(next(), channels)).flat()
    if (stage === config.decoderChannels.length - 1)
      return [...layers, convolution(next(), channels, config.imageChannels, 3)]
    index++
    return [...layers, resampling(next(), channels)]
  })
  return [convolution('decoder.layers.0', config.latentChannels, first, 3), ...stages]
}

/** The layers of an AutoencoderTiny by their diffusers paths (diffusers: models/autoencoders/vae.py, EncoderTiny and DecoderTiny). */
export function tinyVaeLayers(config: TinyVaeConfig): Layer[] {
  return [
    ...(config.encoderChannels.length > 0 ? encoderLayers(config) : []),
    ...(config.decoderChannels.length > 0 ? decoderLayers(config) : []),
  ]
}
