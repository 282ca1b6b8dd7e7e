import { z } from 'zod'
import { LIMITS, only, parseConfigJson, size, unused, upTo } from './config-json.ts'
import { countOf, requireMultiples, sizeOf, type Shapes } from './shapes.ts'

/** The shape of an AutoencoderKL. */
export interface VaeConfig {
  readonly imageChannels: number
  readonly latentChannels: number
  /** Channels per resolution level, outermost first. */
  readonly blockChannels: readonly number[]
  readonly layersPerBlock: number
  readonly normGroups: number
  /** Latents leave the encoder multiplied by this and enter the decoder divided by it. */
  readonly scalingFactor: number
  readonly quantConv: boolean
  readonly postQuantConv: boolean
  readonly midAttention: boolean
}

/** The published models' scaling factors; a VAE's tensors do not tell which applies. */
export const SCALING_FACTORS = { sd15: 0.18215, sdxl: 0.13025 } as const

/** Defaults as in diffusers: models/autoencoders/autoencoder_kl.py. */
const vaeSchema = z.object({
  _class_name: only('AutoencoderKL'),
  in_channels: size.default(3),
  out_channels: only(3),
  latent_channels: size.default(4),
  block_out_channels: z.array(size).min(1).max(LIMITS.levels),
  layers_per_block: upTo(LIMITS.layersPerBlock).default(1),
  norm_num_groups: size.default(32),
  scaling_factor: z.number().positive().default(SCALING_FACTORS.sd15),
  use_quant_conv: z.boolean().default(true),
  use_post_quant_conv: z.boolean().default(true),
  mid_block_add_attention: z.boolean().default(true),
  down_block_types: z.array(z.literal('DownEncoderBlock2D')).optional(),
  up_block_types: z.array(z.literal('UpDecoderBlock2D')).optional(),
  act_fn: only('silu'),
  shift_factor: unused,
  latents_mean: unused,
  latents_std: unused,
})

/**
 * An AutoencoderKL's config.json.
 * @throws CheckpointError where the network has a part that is not supported.
 */
export function parseVaeConfig(json: unknown): VaeConfig {
  const parsed = parseConfigJson(vaeSchema, json, 'VAE')
  return {
    imageChannels: parsed.in_channels,
    latentChannels: parsed.latent_channels,
    blockChannels: parsed.block_out_channels,
    layersPerBlock: parsed.layers_per_block,
    normGroups: parsed.norm_num_groups,
    scalingFactor: parsed.scaling_factor,
    quantConv: parsed.use_quant_conv,
    postQuantConv: parsed.use_post_quant_conv,
    midAttention: parsed.mid_block_add_attention,
  }
}

const NORM_GROUPS = 32

/**
 * The config of an AutoencoderKL from its tensors' shapes (diffusers names).
 * @throws CheckpointError where a tensor that decides is missing.
 */
export function inferVaeConfig(shapes: Shapes, scalingFactor: number): VaeConfig {
  const levels = countOf(shapes, LIMITS.levels, (level) => `encoder.down_blocks.${level}.resnets.0.conv1.weight`)
  const blockChannels = [...Array(levels).keys()].map((level) =>
    sizeOf(shapes, `encoder.down_blocks.${level}.resnets.0.conv1.weight`, 0),
  )
  requireMultiples(blockChannels, NORM_GROUPS, 'VAE')
  return {
    imageChannels: sizeOf(shapes, 'encoder.conv_in.weight', 1),
    latentChannels: sizeOf(shapes, 'decoder.conv_in.weight', 1),
    blockChannels,
    layersPerBlock: countOf(
      shapes,
      LIMITS.layersPerBlock,
      (index) => `encoder.down_blocks.0.resnets.${index}.conv1.weight`,
    ),
    normGroups: NORM_GROUPS,
    scalingFactor,
    quantConv: shapes.has('quant_conv.weight'),
    postQuantConv: shapes.has('post_quant_conv.weight'),
    midAttention: shapes.has('encoder.mid_block.attentions.0.group_norm.weight'),
  }
}
