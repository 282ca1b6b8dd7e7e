import { z } from 'zod'
import { sentence } from '../../sentences/catalogue.ts'
import { CheckpointError } from '../checkpoint-error.ts'
import { LIMITS, only, parseConfigJson, size, upTo } from './config-json.ts'
import { sizeOf, type Shapes } from './shapes.ts'

/** The shape of an AutoencoderTiny (TAESD). */
export interface TinyVaeConfig {
  readonly imageChannels: number
  readonly latentChannels: number
  /** Channels per stage of the encoder, image side first; empty where the file holds no encoder. */
  readonly encoderChannels: readonly number[]
  /** Channels per stage of the decoder, latent side first; empty where the file holds no decoder. */
  readonly decoderChannels: readonly number[]
  /** Residual blocks per stage of the encoder, image side first. */
  readonly encoderBlocks: readonly number[]
  /** Residual blocks per stage of the decoder, latent side first. */
  readonly decoderBlocks: readonly number[]
  /** TAESD takes latents as the UNet leaves them: 1. */
  readonly scalingFactor: number
}

const stages = <T extends z.ZodType>(value: T): z.ZodArray<T> => z.array(value).min(1).max(LIMITS.levels)

/** Defaults as in diffusers: models/autoencoders/autoencoder_tiny.py. */
const tinyVaeSchema = z.object({
  _class_name: only('AutoencoderTiny'),
  in_channels: size.default(3),
  out_channels: only(3),
  latent_channels: size.default(4),
  encoder_block_out_channels: stages(size).default([64, 64, 64, 64]),
  decoder_block_out_channels: stages(size).default([64, 64, 64, 64]),
  num_encoder_blocks: stages(upTo(LIMITS.depth)).default([1, 3, 3, 3]),
  num_decoder_blocks: stages(upTo(LIMITS.depth)).default([3, 3, 3, 1]),
  act_fn: only('relu'),
  upsample_fn: only('nearest'),
  upsampling_scaling_factor: only(2),
  scaling_factor: only(1),
  shift_factor: only(0),
})

/**
 * An AutoencoderTiny's config.json.
 * @throws CheckpointError where the network has a part that is not supported.
 */
export function parseTinyVaeConfig(json: unknown): TinyVaeConfig {
  const parsed = parseConfigJson(tinyVaeSchema, json, 'tiny VAE')
  const channels = [...parsed.encoder_block_out_channels, ...parsed.decoder_block_out_channels]
  if (new Set(channels).size > 1) throw new CheckpointError(sentence('config.tiny-vae-widths'))
  if (
    parsed.encoder_block_out_channels.length !== parsed.num_encoder_blocks.length ||
    parsed.decoder_block_out_channels.length !== parsed.num_decoder_blocks.length
  )
    throw new CheckpointError(sentence('config.tiny-vae-stages'))
  return {
    imageChannels: parsed.in_channels,
    latentChannels: parsed.latent_channels,
    encoderChannels: parsed.encoder_block_out_channels,
    decoderChannels: parsed.decoder_block_out_channels,
    encoderBlocks: parsed.num_encoder_blocks,
    decoderBlocks: parsed.num_decoder_blocks,
    scalingFactor: 1,
  }
}

/** The numbers in `side.layers.N.…` that have tensors, ascending. */
function layerNumbers(shapes: Shapes, side: string): number[] {
  const prefix = `${side}.layers.`
  const numbers = new Set<number>()
  for (const name of shapes.keys()) {
    const [, number] = name.startsWith(prefix) ? (/^(\d{1,3})\./.exec(name.slice(prefix.length)) ?? []) : []
    if (number !== undefined) numbers.add(Number(number))
  }
  return [...numbers].toSorted((a, b) => a - b)
}

/** Runs of residual blocks between plain convolutions, in the order of the layers. */
function blockRuns(shapes: Shapes, side: string): number[] {
  const runs: number[] = []
  for (const number of layerNumbers(shapes, side))
    if (shapes.has(`${side}.layers.${number}.weight`)) runs.push(0)
    else if (runs.length > 0) runs.push((runs.pop() ?? 0) + 1)
  return runs.slice(0, -1)
}

/**
 * The config of an AutoencoderTiny, or of its encoder or decoder alone, from its tensors' shapes (diffusers names).
 * @throws CheckpointError where a tensor that decides is missing.
 */
export function inferTinyVaeConfig(shapes: Shapes): TinyVaeConfig {
  const encoderBlocks = blockRuns(shapes, 'encoder')
  const decoderBlocks = blockRuns(shapes, 'decoder')
  const hasDecoder = decoderBlocks.length > 0
  const encoderEnd = `encoder.layers.${layerNumbers(shapes, 'encoder').at(-1)}.weight`
  const decoderEnd = `decoder.layers.${layerNumbers(shapes, 'decoder').at(-1)}.weight`
  const channels = hasDecoder
    ? sizeOf(shapes, 'decoder.layers.0.weight', 0)
    : sizeOf(shapes, 'encoder.layers.0.weight', 0)
  return {
    imageChannels: hasDecoder ? sizeOf(shapes, decoderEnd, 0) : sizeOf(shapes, 'encoder.layers.0.weight', 1),
    latentChannels: hasDecoder ? sizeOf(shapes, 'decoder.layers.0.weight', 1) : sizeOf(shapes, encoderEnd, 0),
    encoderChannels: encoderBlocks.map(() => channels),
    decoderChannels: decoderBlocks.map(() => channels),
    encoderBlocks,
    decoderBlocks,
    scalingFactor: 1,
  }
}
