import { describe, expect, it } from 'vitest'
import { CheckpointError } from '../../../models/checkpoints/checkpoint-error.ts'
import { parseClipConfig } from '../../../models/checkpoints/configs/clip-config.ts'
import { parseTinyVaeConfig } from '../../../models/checkpoints/configs/tiny-vae-config.ts'
import { parseUnetConfig } from '../../../models/checkpoints/configs/unet-config.ts'
import { parseVaeConfig } from '../../../models/checkpoints/configs/vae-config.ts'
import { readDiffusersFolder } from '../../../models/checkpoints/read-diffusers-folder.ts'

const unet = {
  _class_name: 'UNet2DConditionModel',
  attention_head_dim: 8,
  block_out_channels: [320, 640, 1280],
  cross_attention_dim: 768,
  down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
  up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D'],
}

describe('a UNet config.json', () => {
  it('fills in what upstream takes for granted', () => {
    expect(parseUnetConfig(unet)).toEqual({
      inChannels: 4,
      outChannels: 4,
      blockChannels: [320, 640, 1280],
      layersPerBlock: 2,
      downDepths: [0, 1, 1],
      midDepth: 1,
      upDepths: [1, 1, 0],
      headCounts: [8, 8, 8],
      contextWidth: 768,
      linearProjection: false,
      normGroups: 32,
      normEps: 1e-5,
      flipSinToCos: true,
      freqShift: 0,
      addition: null,
    })
  })

  it('reads attention_head_dim as a number of heads, and num_attention_heads before it', () => {
    expect(parseUnetConfig({ ...unet, attention_head_dim: [5, 10, 20] }).headCounts).toEqual([5, 10, 20])
    expect(parseUnetConfig({ ...unet, num_attention_heads: null }).headCounts).toEqual([8, 8, 8])
    expect(parseUnetConfig({ ...unet, num_attention_heads: [1, 2, 4] }).headCounts).toEqual([1, 2, 4])
  })

  it('turns the depths round for the way up, unless they are stated', () => {
    const depths = { ...unet, transformer_layers_per_block: [1, 2, 10] }
    expect(parseUnetConfig(depths)).toMatchObject({ downDepths: [0, 2, 10], midDepth: 10, upDepths: [10, 2, 0] })
    const stated = { ...depths, reverse_transformer_layers_per_block: [7, 3, 1] }
    expect(parseUnetConfig(stated).upDepths).toEqual([7, 3, 0])
  })

  it("reads SDXL's added conditioning", () => {
    const added = {
      addition_embed_type: 'text_time',
      addition_time_embed_dim: 256,
      projection_class_embeddings_input_dim: 2816,
    }
    expect(parseUnetConfig({ ...unet, ...added }).addition).toEqual({ sinusoidWidth: 256, inputWidth: 2816 })
    expect(() => parseUnetConfig({ ...unet, addition_embed_type: 'text_time' })).toThrow(CheckpointError)
  })

  it.each([
    [
      'down_block_types.0 is "AttnDownBlock2D"',
      { down_block_types: ['AttnDownBlock2D', 'DownBlock2D', 'DownBlock2D'] },
    ],
    ['class_embed_type is "projection"', { class_embed_type: 'projection' }],
    ['time_cond_proj_dim is 256', { time_cond_proj_dim: 256 }],
    ['mid_block_type is null', { mid_block_type: null }],
    ['addition_embed_type is "image"', { addition_embed_type: 'image' }],
    ['only_cross_attention is true', { only_cross_attention: true }],
    ['block_out_channels is missing', { block_out_channels: undefined }],
    ['layers_per_block is 1000000000', { layers_per_block: 1e9 }],
    ['_class_name is "Transformer2DModel"', { _class_name: 'Transformer2DModel' }],
  ])('is refused where %s', (detail, change) => {
    expect(() => parseUnetConfig({ ...unet, ...change })).toThrow(CheckpointError)
    expect(() => parseUnetConfig({ ...unet, ...change })).toThrow(`in its config.json, ${detail}`)
  })

  it('is refused where lists have different lengths', () => {
    expect(() => parseUnetConfig({ ...unet, attention_head_dim: [8] })).toThrow('contradicts itself')
    expect(() => parseUnetConfig({ ...unet, up_block_types: ['UpBlock2D'] })).toThrow('contradicts itself')
  })

  it.each([null, 7, 'text', []])('is refused where it is %j', (json) =>
    expect(() => parseUnetConfig(json)).toThrow(CheckpointError),
  )
})

describe('other configs', () => {
  it('a text encoder projects only where its class says so', () => {
    const json = {
      hidden_size: 1280,
      num_attention_heads: 20,
      num_hidden_layers: 32,
      intermediate_size: 5120,
      hidden_act: 'gelu',
      projection_dim: 1280,
    }
    expect(parseClipConfig({ ...json, architectures: ['CLIPTextModel'] }).projectionWidth).toBeNull()
    expect(parseClipConfig({ ...json, architectures: ['CLIPTextModelWithProjection'] })).toEqual({
      vocabularySize: 49408,
      positions: 77,
      width: 1280,
      layers: 32,
      heads: 20,
      intermediateWidth: 5120,
      activation: 'gelu',
      normEps: 1e-5,
      projectionWidth: 1280,
    })
    expect(() => parseClipConfig({ ...json, hidden_act: 'relu' })).toThrow('hidden_act is "relu"')
    expect(() => parseClipConfig({ model_type: 't5' })).toThrow('model_type is "t5"')
  })

  it("a VAE without a scaling factor has SD 1.5's", () => {
    const json = { block_out_channels: [128, 256], layers_per_block: 2 }
    expect(parseVaeConfig(json)).toMatchObject({ scalingFactor: 0.18215, quantConv: true, midAttention: true })
    expect(parseVaeConfig({ ...json, scaling_factor: 0.13025 }).scalingFactor).toBe(0.13025)
    expect(() => parseVaeConfig({ ...json, shift_factor: 0.1 })).toThrow('shift_factor is 0.1')
    expect(() => parseVaeConfig({ ...json, latents_mean: [0, 0] })).toThrow('latents_mean')
  })

  it('a tiny VAE has the published form by default', () => {
    expect(parseTinyVaeConfig({})).toEqual({
      imageChannels: 3,
      latentChannels: 4,
      encoderChannels: [64, 64, 64, 64],
      decoderChannels: [64, 64, 64, 64],
      encoderBlocks: [1, 3, 3, 3],
      decoderBlocks: [3, 3, 3, 1],
      scalingFactor: 1,
    })
    expect(() => parseTinyVaeConfig({ decoder_block_out_channels: [64, 32, 32, 32] })).toThrow('different widths')
    expect(() => parseTinyVaeConfig({ num_decoder_blocks: [3, 3] })).toThrow('contradicts itself')
  })
})

describe('a diffusers folder', () => {
  it.each(['FluxPipeline', 'StableDiffusion3Pipeline', 'PixArtAlphaPipeline'])('of a %s is refused by name', (name) => {
    const folder = { modelIndex: { _class_name: name }, schedulerConfig: null, parts: {} }
    expect(() => readDiffusersFolder(folder)).toThrow(name)
  })
})
