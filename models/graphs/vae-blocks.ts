import type { VaeConfig } from '../checkpoints/configs/vae-config.ts'
import type { Value } from './graph.ts'
import { groupNorm, linear } from './layers.ts'
import { add, attention, reshape } from './operators.ts'
import type { Parameters } from './parameters.ts'
import { resnetBlock } from './resnet-block.ts'
import { imageToTokens, tokensToImage } from './transformer.ts'

/** Epsilon of all of AutoencoderKL's group norms. */
export const VAE_EPS = 1e-6

/** What every block of an autoencoder needs beside its input. */
export interface VaeSurroundings {
  readonly parameters: Parameters
  readonly config: VaeConfig
}

/** A resnet without time embedding. */
export function vaeResnet(around: VaeSurroundings, input: Value, name: string, outChannels: number): Value {
  return resnetBlock(around.parameters, input, name, { outChannels, groups: around.config.normGroups, eps: VAE_EPS })
}

/** One head as wide as the channels. diffusers: models/attention_processor.py Attention with residual connection. */
function vaeAttention({ parameters, config }: VaeSurroundings, input: Value, name: string): Value {
  const { graph } = parameters
  const [batch = 1, channels = 1, height = 1, width = 1] = input.shape
  const sequence = [batch, height * width, channels]
  return graph.within(name, () => {
    const normalized = groupNorm(parameters, input, `${name}.group_norm`, { groups: config.normGroups, eps: VAE_EPS })
    const tokens = imageToTokens(parameters, normalized)
    const project = (suffix: string) =>
      reshape(graph, linear(parameters, tokens, `${name}.${suffix}`, { outFeatures: channels }), sequence)
    const mixed = attention(graph, { q: project('to_q'), k: project('to_k'), v: project('to_v') }, 1)
    const output = linear(parameters, reshape(graph, mixed, tokens.shape), `${name}.to_out.0`, {
      outFeatures: channels,
    })
    return add(graph, tokensToImage(parameters, output, input.shape), input)
  })
}

/** diffusers: models/unets/unet_2d_blocks.py UNetMidBlock2D. */
export function vaeMiddle(around: VaeSurroundings, input: Value, name: string): Value {
  const channels = input.shape[1] ?? 1
  let hidden = vaeResnet(around, input, `${name}.resnets.0`, channels)
  if (around.config.midAttention) hidden = vaeAttention(around, hidden, `${name}.attentions.0`)
  return vaeResnet(around, hidden, `${name}.resnets.1`, channels)
}
