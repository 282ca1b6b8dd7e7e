import { z } from 'zod'
import { sentence } from '../../sentences/catalogue.ts'
import { LIMITS, only, parseConfigJson, size, unused, upTo } from './config-json.ts'
import { countOf, requireMultiples, sizeOf, type Shapes } from './shapes.ts'
import { CheckpointError } from '../checkpoint-error.ts'

/** The shape of a UNet2DConditionModel: everything its graph needs beside the weights. */
export interface UnetConfig {
  readonly inChannels: number
  readonly outChannels: number
  /** Channels per resolution level, outermost first. */
  readonly blockChannels: readonly number[]
  /** Resnets per down block; up blocks have one more. */
  readonly layersPerBlock: number
  /** Transformer blocks per attention in each down block, outermost first; 0 means a block without attention. */
  readonly downDepths: readonly number[]
  /** Transformer blocks in the middle; 0 means no attention there. */
  readonly midDepth: number
  /** As `downDepths` for the up blocks, in the order they run: innermost first. */
  readonly upDepths: readonly number[]
  /** Attention heads per resolution level, outermost first. */
  readonly headCounts: readonly number[]
  /** Width of the text context that cross-attention reads. */
  readonly contextWidth: number
  /** SDXL projects into the transformer with a linear layer, SD 1.5 with a 1x1 convolution. */
  readonly linearProjection: boolean
  readonly normGroups: number
  readonly normEps: number
  readonly flipSinToCos: boolean
  readonly freqShift: number
  /** SDXL's added conditioning: sinusoid width per size id, and the width of sinusoids plus pooled text together. */
  readonly addition: { readonly sinusoidWidth: number; readonly inputWidth: number } | null
}

const DOWN_TYPES = ['DownBlock2D', 'CrossAttnDownBlock2D'] as const
const UP_TYPES = ['UpBlock2D', 'CrossAttnUpBlock2D'] as const

const perLevel = (value: z.ZodInt) => z.union([value, z.array(value).max(LIMITS.levels)])

const unetSchema = z.object({
  _class_name: only('UNet2DConditionModel'),
  in_channels: size.default(4),
  out_channels: size.default(4),
  block_out_channels: z.array(size).min(1).max(LIMITS.levels),
  layers_per_block: upTo(LIMITS.layersPerBlock).default(2),
  down_block_types: z.array(z.enum(DOWN_TYPES)),
  up_block_types: z.array(z.enum(UP_TYPES)),
  mid_block_type: z.literal('UNetMidBlock2DCrossAttn').optional(),
  transformer_layers_per_block: perLevel(upTo(LIMITS.depth)).default(1),
  reverse_transformer_layers_per_block: z.array(upTo(LIMITS.depth)).max(LIMITS.levels).nullish(),
  attention_head_dim: perLevel(size).default(8),
  num_attention_heads: perLevel(size).nullish(),
  cross_attention_dim: size.default(1280),
  use_linear_projection: z.boolean().default(false),
  norm_num_groups: size.default(32),
  norm_eps: z.number().positive().default(1e-5),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: z.number().default(0),
  addition_embed_type: z.literal('text_time').nullish(),
  addition_time_embed_dim: size.nullish(),
  projection_class_embeddings_input_dim: size.nullish(),
  act_fn: z.enum(['silu', 'swish']).optional(),
  attention_type: only('default'),
  center_input_sample: unused,
  class_embed_type: unused,
  class_embeddings_concat: unused,
  conv_in_kernel: only(3),
  conv_out_kernel: only(3),
  cross_attention_norm: unused,
  downsample_padding: only(1),
  dual_cross_attention: unused,
  encoder_hid_dim: unused,
  encoder_hid_dim_type: unused,
  mid_block_only_cross_attention: unused,
  mid_block_scale_factor: only(1),
  num_class_embeds: unused,
  only_cross_attention: unused,
  resnet_out_scale_factor: only(1),
  resnet_skip_time_act: unused,
  resnet_time_scale_shift: only('default'),
  time_cond_proj_dim: unused,
  time_embedding_act_fn: unused,
  time_embedding_dim: unused,
  time_embedding_type: only('positional'),
  timestep_post_act: unused,
})

type UnetJson = z.infer<typeof unetSchema>

function spread(value: number | readonly number[], levels: number, setting: string): readonly number[] {
  if (typeof value === 'number') return Array.from({ length: levels }, () => value)
  if (value.length === levels) return value
  throw new CheckpointError(sentence('config.values', { setting, count: levels }))
}

function parseAddition(json: UnetJson): UnetConfig['addition'] {
  if (json.addition_embed_type === null || json.addition_embed_type === undefined) return null
  const { addition_time_embed_dim: sinusoidWidth, projection_class_embeddings_input_dim: inputWidth } = json
  if (typeof sinusoidWidth !== 'number' || typeof inputWidth !== 'number')
    throw new CheckpointError(sentence('config.conditioning'))
  return { sinusoidWidth, inputWidth }
}

/**
 * A UNet2DConditionModel's config.json. `attention_head_dim` there is, against its name, the number of heads
 * (diffusers: models/unets/unet_2d_condition.py, the note on num_attention_heads).
 * @throws CheckpointError where the network has a part that is not supported.
 */
export function parseUnetConfig(json: unknown): UnetConfig {
  const parsed = parseConfigJson(unetSchema, json, 'UNet')
  const levels = parsed.block_out_channels.length
  if (parsed.down_block_types.length !== levels || parsed.up_block_types.length !== levels)
    throw new CheckpointError(sentence('config.blocks', { count: levels }))
  const depths = spread(parsed.transformer_layers_per_block, levels, 'transformer_layers_per_block')
  const upDepths = spread(
    parsed.reverse_transformer_layers_per_block ?? depths.toReversed(),
    levels,
    'reverse_transformer_layers_per_block',
  )
  return {
    inChannels: parsed.in_channels,
    outChannels: parsed.out_channels,
    blockChannels: parsed.block_out_channels,
    layersPerBlock: parsed.layers_per_block,
    downDepths: depths.map((depth, level) => (parsed.down_block_types[level] === 'DownBlock2D' ? 0 : depth)),
    midDepth: depths.at(-1) ?? 0,
    upDepths: upDepths.map((depth, level) => (parsed.up_block_types[level] === 'UpBlock2D' ? 0 : depth)),
    headCounts: spread(parsed.num_attention_heads ?? parsed.attention_head_dim, levels, 'attention_head_dim'),
    contextWidth: parsed.cross_attention_dim,
    linearProjection: parsed.use_linear_projection,
    normGroups: parsed.norm_num_groups,
    normEps: parsed.norm_eps,
    flipSinToCos: parsed.flip_sin_to_cos,
    freqShift: parsed.freq_shift,
    addition: parseAddition(parsed),
  }
}

/** What a single file does not say, by the rule of the published models. */
const SD15_HEADS = 8
const SDXL_HEAD_WIDTH = 64
const SDXL_SINUSOID_WIDTH = 256
const NORM_GROUPS = 32

const depthOf = (shapes: Shapes, attention: string): number =>
  countOf(shapes, LIMITS.depth, (index) => `${attention}.transformer_blocks.${index}.norm1.weight`)

function attentionsOf(levels: number): string[] {
  const indexes = [...Array(levels).keys()]
  return [
    ...indexes.map((level) => `down_blocks.${level}.attentions.0`),
    'mid_block.attentions.0',
    ...indexes.map((level) => `up_blocks.${level}.attentions.0`),
  ]
}

/**
 * The config of an SD 1.5 or SDXL UNet from its tensors' shapes (diffusers names); heads, norm groups and the width of
 * the size embedding follow the published models' rule.
 * @throws CheckpointError where a tensor that decides is missing.
 */
export function inferUnetConfig(shapes: Shapes): UnetConfig {
  const levels = countOf(shapes, LIMITS.levels, (level) => `down_blocks.${level}.resnets.0.conv1.weight`)
  const indexes = [...Array(levels).keys()]
  const blockChannels = indexes.map((level) => sizeOf(shapes, `down_blocks.${level}.resnets.0.conv1.weight`, 0))
  requireMultiples(blockChannels, NORM_GROUPS, 'UNet')
  const attention = attentionsOf(levels).find((path) => depthOf(shapes, path) > 0) ?? 'mid_block.attentions.0'
  const isSdxl = shapes.has('add_embedding.linear_1.weight')
  if (isSdxl) requireMultiples(blockChannels, SDXL_HEAD_WIDTH, 'UNet')
  return {
    inChannels: sizeOf(shapes, 'conv_in.weight', 1),
    outChannels: sizeOf(shapes, 'conv_out.weight', 0),
    blockChannels,
    layersPerBlock: countOf(shapes, LIMITS.layersPerBlock, (index) => `down_blocks.0.resnets.${index}.conv1.weight`),
    downDepths: indexes.map((level) => depthOf(shapes, `down_blocks.${level}.attentions.0`)),
    midDepth: depthOf(shapes, 'mid_block.attentions.0'),
    upDepths: indexes.map((level) => depthOf(shapes, `up_blocks.${level}.attentions.0`)),
    headCounts: blockChannels.map((channels) => (isSdxl ? channels / SDXL_HEAD_WIDTH : SD15_HEADS)),
    contextWidth: sizeOf(shapes, `${attention}.transformer_blocks.0.attn2.to_k.weight`, 1),
    linearProjection: shapes.get(`${attention}.proj_in.weight`)?.shape.length === 2,
    normGroups: NORM_GROUPS,
    normEps: 1e-5,
    flipSinToCos: true,
    freqShift: 0,
    addition: isSdxl
      ? { sinusoidWidth: SDXL_SINUSOID_WIDTH, inputWidth: sizeOf(shapes, 'add_embedding.linear_1.weight', 1) }
      : null,
  }
}
