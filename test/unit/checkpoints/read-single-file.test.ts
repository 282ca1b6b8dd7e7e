import { describe, expect, it } from 'vitest'
import { clipLayers } from '../../../models/checkpoints/architecture/clip-layers.ts'
import { tensorShapes } from '../../../models/checkpoints/architecture/layer.ts'
import { unetLayers } from '../../../models/checkpoints/architecture/unet-layers.ts'
import { vaeLayers } from '../../../models/checkpoints/architecture/vae-layers.ts'
import type { Checkpoint } from '../../../models/checkpoints/checkpoint.ts'
import type { ClipConfig } from '../../../models/checkpoints/configs/clip-config.ts'
import type { UnetConfig } from '../../../models/checkpoints/configs/unet-config.ts'
import type { VaeConfig } from '../../../models/checkpoints/configs/vae-config.ts'
import { readSingleFile } from '../../../models/checkpoints/read-single-file.ts'
import type { Dtype } from '../../../models/checkpoints/weights.ts'
import { headerOf, type Shapes } from './fake-header.ts'

const UNET: UnetConfig = {
  inChannels: 4,
  outChannels: 4,
  blockChannels: [32, 64],
  layersPerBlock: 1,
  downDepths: [0, 1],
  midDepth: 1,
  upDepths: [1, 0],
  headCounts: [8, 8],
  contextWidth: 64,
  linearProjection: false,
  normGroups: 32,
  normEps: 1e-5,
  flipSinToCos: true,
  freqShift: 0,
  addition: null,
}
const SDXL_UNET: UnetConfig = {
  ...UNET,
  blockChannels: [64, 128],
  linearProjection: true,
  contextWidth: 128,
  headCounts: [1, 2],
  addition: { sinusoidWidth: 256, inputWidth: 6 * 256 + 64 },
}
const VAE: VaeConfig = {
  imageChannels: 3,
  latentChannels: 4,
  blockChannels: [32, 64],
  layersPerBlock: 1,
  normGroups: 32,
  scalingFactor: 0.18215,
  quantConv: true,
  postQuantConv: true,
  midAttention: true,
}
const CLIP: ClipConfig = {
  vocabularySize: 100,
  positions: 77,
  width: 64,
  layers: 2,
  heads: 1,
  intermediateWidth: 256,
  activation: 'quick_gelu',
  normEps: 1e-5,
  projectionWidth: null,
}

const shapesOf = (layers: Parameters<typeof tensorShapes>[0]): Record<string, readonly number[]> =>
  Object.fromEntries(tensorShapes(layers))
const unet = (change: Partial<UnetConfig> = {}): Shapes => shapesOf(unetLayers({ ...UNET, ...change }))
const renamed = (shapes: Shapes, rename: (key: string) => string): Shapes =>
  Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [rename(key), shape]))
const prefixed = (prefix: string, shapes: Shapes): Shapes => renamed(shapes, (key) => prefix + key)
const read = (shapes: Shapes, dtypeOf?: (key: string) => Dtype): Checkpoint =>
  readSingleFile({ path: 'model.safetensors', header: headerOf(shapes, dtypeOf) })

describe('small architectures under diffusers names', () => {
  it('infers a UNet of two levels and one layer', () => {
    expect(read(unet())).toMatchObject({
      family: 'sd15',
      layout: 'diffusers',
      unmapped: [],
      components: { unet: { config: UNET } },
    })
    expect(read(shapesOf(unetLayers(SDXL_UNET)))).toMatchObject({
      family: 'sdxl',
      unmapped: [],
      components: { unet: { config: SDXL_UNET } },
    })
  })

  it('infers a VAE, also with the attention names of old diffusers', () => {
    const shapes = shapesOf(vaeLayers(VAE))
    const OLD: Record<string, string> = { to_q: 'query', to_k: 'key', to_v: 'value', 'to_out.0': 'proj_attn' }
    const old = renamed(shapes, (key) => key.replace(/(to_[qkv]|to_out\.0)(?=\.\w+$)/, (name) => OLD[name] as string))
    expect(Object.keys(old)).toContain('encoder.mid_block.attentions.0.proj_attn.weight')
    for (const given of [shapes, old]) {
      const checkpoint = read(given)
      expect(checkpoint).toMatchObject({ family: null, unmapped: [], components: { vae: { config: VAE } } })
      expect([...(checkpoint.components.vae?.weights.keys() ?? [])].toSorted()).toEqual(Object.keys(shapes).toSorted())
    }
  })

  it('infers a text encoder with and without text_model. in front', () => {
    const shapes = shapesOf(clipLayers(CLIP))
    for (const given of [shapes, renamed(shapes, (key) => key.replace('text_model.', ''))]) {
      const checkpoint = read(given)
      expect(checkpoint).toMatchObject({ unmapped: [], components: { textEncoder: { config: CLIP } } })
      expect([...(checkpoint.components.textEncoder?.weights.keys() ?? [])].toSorted()).toEqual(
        Object.keys(shapes).toSorted(),
      )
    }
  })

  it("takes SDXL's second text encoder under transformers names", () => {
    const config: ClipConfig = { ...CLIP, activation: 'gelu', projectionWidth: 64 }
    const shapes = prefixed('conditioner.embedders.1.transformer.', shapesOf(clipLayers(config)))
    expect(read(shapes)).toMatchObject({ family: 'sdxl', unmapped: [], components: { textEncoder2: { config } } })
  })
})

describe('extras and gaps', () => {
  it('known extras are ignored with a reason, others are reported', () => {
    const extras = {
      'model_ema.decay': [],
      betas: [1000],
      sqrt_recipm1_alphas_cumprod: [1000],
      'cond_stage_model.logit_scale': [],
      'denoiser.sigmas': [1000],
      'something.else': [3],
      'mid_block.novelty': [3],
    }
    const checkpoint = read({ ...unet(), ...extras })
    expect(checkpoint.unmapped).toEqual(['something.else', 'mid_block.novelty'])
    expect(checkpoint.ignored).toEqual([
      { key: 'model_ema.decay', reason: 'training average' },
      { key: 'betas', reason: 'noise schedule' },
      { key: 'sqrt_recipm1_alphas_cumprod', reason: 'noise schedule' },
      { key: 'cond_stage_model.logit_scale', reason: 'logit scale' },
      { key: 'denoiser.sigmas', reason: 'noise schedule' },
    ])
    expect(checkpoint.keyCount).toBe(Object.keys(unet()).length + 7)
  })

  it('the v_pred marker makes a model one of velocity', () => {
    expect(read(unet()).predictionType).toBe('epsilon')
    expect(read({ ...unet(), v_pred: [], ztsnr: [] }).predictionType).toBe('v_prediction')
  })

  it('a missing tensor is named', () => {
    const shapes: Record<string, readonly number[]> = { ...unet() }
    delete shapes['mid_block.resnets.1.conv2.bias']
    expect(() => read(shapes)).toThrow('The UNet is incomplete: mid_block.resnets.1.conv2.bias is missing.')
    delete shapes['conv_in.weight']
    expect(() => read(shapes)).toThrow('conv_in.weight is missing')
  })

  it('a tensor of the wrong shape is named', () => {
    expect(() => read({ ...unet(), 'conv_norm_out.weight': [31] })).toThrow('conv_norm_out.weight has the shape [31]')
  })

  it('an extra layer that would compute something is not dropped silently', () => {
    const key = 'mid_block.attentions.0.transformer_blocks.3.attn1.to_q.weight'
    expect(() => read({ ...unet(), [key]: [64, 64] })).toThrow(`extra layer ${key}`)
    expect(() => read({ ...unet(), 'time_embedding.cond_proj.weight': [32, 256] })).toThrow('extra layer')
  })
})

describe('files that are refused by name', () => {
  const ldm = (shapes: Shapes): Shapes => prefixed('model.diffusion_model.', shapes)
  it.each<[string, Shapes, RegExp]>([
    ['SD 2 by its text encoder', { 'cond_stage_model.model.ln_final.weight': [1024] }, /Stable Diffusion 2/],
    ['SD 2 by its context', unet({ contextWidth: 1024 }), /Stable Diffusion 2/],
    ['inpainting', unet({ inChannels: 9 }), /an inpainting model \(its UNet takes 9 channels\)/],
    ['InstructPix2Pix', unet({ inChannels: 8 }), /InstructPix2Pix/],
    [
      'SDXL refiner by its text encoder',
      { 'conditioner.embedders.0.model.transformer.resblocks.9.mlp.c_proj.bias': [1] },
      /refiner/,
    ],
    [
      'SDXL refiner by its UNet',
      shapesOf(unetLayers({ ...SDXL_UNET, addition: { sinusoidWidth: 256, inputWidth: 5 * 256 + 128 } })),
      /refiner/,
    ],
    ['Flux', ldm({ 'double_blocks.0.img_attn.qkv.weight': [9, 3] }), /Flux/],
    ['SD 3', ldm({ 'joint_blocks.0.x_block.attn.qkv.weight': [9, 3] }), /Stable Diffusion 3/],
    ['Playground 2.5', { ...unet(), edm_mean: [4] }, /Playground 2\.5/],
    ['a LoRA', { 'lora_unet_conv_in.lora_down.weight': [4, 4, 3, 3] }, /is a LoRA/],
    ['a textual inversion', { emb_params: [4, 768] }, /textual inversion/],
    ['something else', { 'net.0.weight': [3, 3] }, /no model of a known kind .*net\.0\.weight/],
    ['nothing', {}, /holds no tensors/],
  ])('%s', (_, shapes, message) => expect(() => read(shapes)).toThrow(message))

  it.each(['F8_E4M3', 'F8_E5M2', 'I8'] as const)('weights in %s', (dtype) => {
    expect(() => read(unet(), (key) => (key === 'conv_in.weight' ? dtype : 'F16'))).toThrow(/not supported/)
  })
})
