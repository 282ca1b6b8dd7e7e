import { describe, expect, it } from 'vitest'
import { CheckpointError } from '../../../../models/checkpoints/checkpoint-error.ts'
import type { LoraFile } from '../../../../models/checkpoints/lora/lora-file.ts'
import { readLora } from '../../../../models/checkpoints/lora/read-lora.ts'
import type { Dtype } from '../../../../models/checkpoints/weights.ts'
import { headerOf, type Shapes } from '../fake-header.ts'

const ATTN = 'down_blocks.1.attentions.0.transformer_blocks.0.attn1'
const TEXT = 'text_model.encoder.layers.3.self_attn'

function read(shapes: Shapes, { alpha = 4, metadata = {}, dtypeOf = (): Dtype => 'F16' } = {}): LoraFile {
  return readLora({ path: 'x.safetensors', header: headerOf(shapes, dtypeOf, metadata), readScalar: () => alpha })
}

/** A pair of matrices of rank 8 under two endings. */
const pair = (down: string, up: string): Shapes => ({ [down]: [8, 64], [up]: [32, 8] })

describe('spellings of one module', () => {
  it.each([
    [
      `lora_unet_${ATTN.replaceAll('.', '_')}_to_out_0.lora_down.weight`,
      `lora_unet_${ATTN.replaceAll('.', '_')}_to_out_0.lora_up.weight`,
    ],
    [
      'lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_out_0.lora_down.weight',
      'lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_out_0.lora_up.weight',
    ],
    [
      'diffusion_model.input_blocks.4.1.transformer_blocks.0.attn1.to_out.0.lora_down.weight',
      'diffusion_model.input_blocks.4.1.transformer_blocks.0.attn1.to_out.0.lora_up.weight',
    ],
    [`unet.${ATTN}.to_out.0.lora_A.weight`, `unet.${ATTN}.to_out.0.lora_B.weight`],
    [`${ATTN}.to_out.0.lora_A`, `${ATTN}.to_out.0.lora_B`],
    [
      `base_model.model.${ATTN}.to_out.0.lora_A.default.weight`,
      `base_model.model.${ATTN}.to_out.0.lora_B.default.weight`,
    ],
    [`base_model.model.unet.${ATTN}.to_out.0.lora_A.weight`, `base_model.model.unet.${ATTN}.to_out.0.lora_B.weight`],
    [`unet.${ATTN}.processor.to_out_lora.down.weight`, `unet.${ATTN}.processor.to_out_lora.up.weight`],
    [`${ATTN}.processor.to_out_lora.down.weight`, `${ATTN}.processor.to_out_lora.up.weight`],
    [`unet.${ATTN}.to_out.0.lora.down.weight`, `unet.${ATTN}.to_out.0.lora.up.weight`],
  ])('%s', (down, up) => {
    const file = read(pair(down, up))
    expect(file.unmapped).toEqual([])
    expect([...file.deltas.unet.keys()]).toEqual([`${ATTN}.to_out.0.weight`])
  })

  it.each([
    ['textEncoder', `lora_te_${TEXT.replaceAll('.', '_')}_out_proj.lora_down.weight`],
    ['textEncoder', `lora_te1_${TEXT.replaceAll('.', '_')}_out_proj.lora_down.weight`],
    ['textEncoder2', `lora_te2_${TEXT.replaceAll('.', '_')}_out_proj.lora_down.weight`],
    ['textEncoder', `text_encoder.${TEXT}.out_proj.lora_A.weight`],
    ['textEncoder', `text_encoder.${TEXT.replace('text_model.', '')}.out_proj.lora_A.weight`],
    ['textEncoder2', `text_encoder_2.${TEXT}.out_proj.lora_linear_layer.down.weight`],
    ['textEncoder', `text_encoder.${TEXT}.to_out_lora.down.weight`],
  ] as const)('in %s: %s', (component, down) => {
    const file = read(pair(down, down.replace('down', 'up').replace('lora_A', 'lora_B')))
    expect(file.unmapped).toEqual([])
    expect([...file.deltas[component].keys()]).toEqual([`${TEXT}.out_proj.weight`])
  })
})

describe('alpha', () => {
  const keys = pair(`unet.${ATTN}.to_q.lora_A.weight`, `unet.${ATTN}.to_q.lora_B.weight`)
  const adapter = (settings: object): object => ({ metadata: { lora_adapter_metadata: JSON.stringify(settings) } })
  const scaleOf = (file: LoraFile): unknown => file.deltas.unet.get(`${ATTN}.to_q.weight`)

  it('comes from its tensor, divided by the rank', () => {
    const file = read({ ...keys, [`unet.${ATTN}.to_q.alpha`]: [] }, { alpha: 2 })
    expect(scaleOf(file)).toMatchObject({ scale: 2 / 8 })
    expect(file).toMatchObject({ ranks: [8], alphas: [2] })
  })

  it.each([
    ['the adapter', { 'unet.lora_alpha': 16, 'unet.r': 8 }, 2],
    ['an adapter without a prefix', { lora_alpha: 16 }, 2],
    ['a pattern for the module', { 'unet.lora_alpha': 16, 'unet.alpha_pattern': { 'attn1.to_q': 4 } }, 0.5],
    ['a pattern for the whole path', { 'unet.lora_alpha': 16, 'unet.alpha_pattern': { [`^${ATTN}.to_q`]: 4 } }, 0.5],
    ['a pattern for another module', { 'unet.lora_alpha': 16, 'unet.alpha_pattern': { '1.to_q': 4, to_k: 4 } }, 2],
    ['a rank-stabilised adapter', { 'unet.lora_alpha': 16, 'unet.use_rslora': true }, 16 / Math.sqrt(8)],
    ['an adapter for another network', { 'text_encoder.lora_alpha': 16 }, 1],
    ['nothing usable', { 'unet.lora_alpha': 'many' }, 1],
  ])('comes from %s', (_, settings, scale) => {
    expect(scaleOf(read(keys, adapter(settings)))).toMatchObject({ scale })
  })

  it('is 1 over 1 where metadata is not JSON', () => {
    expect(scaleOf(read(keys, { metadata: { lora_adapter_metadata: '{' } }))).toMatchObject({ scale: 1 })
  })

  it('must be one number', () => {
    expect(() => read({ ...keys, [`unet.${ATTN}.to_q.alpha`]: [2] })).toThrow(CheckpointError)
    expect(() => read({ ...keys, [`unet.${ATTN}.to_q.alpha`]: [] }, { alpha: Number.NaN })).toThrow('is not a number')
  })
})

describe('what does not belong', () => {
  const keys = pair(`unet.${ATTN}.to_q.lora_A.weight`, `unet.${ATTN}.to_q.lora_B.weight`)

  it('is listed: unknown modules, unknown endings, halves without the other, second changes', () => {
    const strangers = {
      'unet.no.such.module.lora_A.weight': [8, 64],
      [`unet.${ATTN}.to_q.oft_blocks`]: [8, 8],
      [`unet.${ATTN}.to_v.lora_A.weight`]: [8, 64],
      [`unet.${ATTN}.to_q.diff`]: [32, 64],
      [`${ATTN}.to_q.lora_A.weight`]: [8, 64],
    }
    expect(read({ ...keys, ...strangers }).unmapped.toSorted()).toEqual(Object.keys(strangers).toSorted())
  })

  it('halves that do not fit each other are an error', () => {
    const shapes = { [`unet.${ATTN}.to_q.lora_A.weight`]: [8, 64], [`unet.${ATTN}.to_q.lora_B.weight`]: [32, 4] }
    expect(() => read(shapes)).toThrow('do not fit each other')
    expect(() => read({ ...shapes, [`unet.${ATTN}.to_q.lora_A.weight`]: [0, 64] })).toThrow('do not fit each other')
  })

  it('8-bit matrices are refused', () => {
    expect(() => read(keys, { dtypeOf: () => 'F8_E4M3' })).toThrow('8-bit floats')
  })

  it.each([
    ['Flux', 'lora_unet_double_blocks_0_img_attn_proj.lora_down.weight'],
    ['Flux', 'transformer.single_transformer_blocks.0.attn.to_k.lora_A.weight'],
    ['Stable Diffusion 3', 'transformer.transformer_blocks.0.attn.to_k.lora_A.weight'],
    ['another kind of model', 'lora_transformer_anything.lora_down.weight'],
  ])('a LoRA for %s is refused by name', (name, key) =>
    expect(() => read({ [key]: [4, 4] })).toThrow(`LoRA for ${name}`),
  )

  it('a LoRA for Stable Diffusion 2 is refused by its context width', () => {
    const key = `lora_unet_${ATTN.replaceAll('.', '_').replace('attn1', 'attn2')}_to_k`
    const shapes = { [`${key}.lora_down.weight`]: [4, 1024], [`${key}.lora_up.weight`]: [320, 4] }
    expect(() => read(shapes)).toThrow('Stable Diffusion 2')
  })

  it('a file without LoRA keys is no LoRA', () => {
    expect(() => read({ 'conv_in.weight': [4, 4, 3, 3] })).toThrow('holds no LoRA')
  })
})

describe('family', () => {
  const attn2 = `lora_unet_${ATTN.replaceAll('.', '_').replace('attn1', 'attn2')}_to_k`
  const context = (width: number): Shapes => ({
    [`${attn2}.lora_down.weight`]: [4, width],
    [`${attn2}.lora_up.weight`]: [640, 4],
  })

  it.each([
    ['sd15', context(768), {}],
    ['sdxl', context(2048), {}],
    [null, context(96), {}],
    ['sdxl', context(96), { ss_base_model_version: 'sdxl_base_v1-0' }],
    ['sd15', context(96), { 'modelspec.architecture': 'stable-diffusion-v1/lora' }],
    ['sd15', context(768), { ss_base_model_version: 'sdxl_base_v1-0' }],
  ] as const)('is %s by keys and shapes, then by metadata', (family, shapes, metadata) => {
    expect(read(shapes, { metadata }).family).toBe(family)
  })

  it('trigger words come from the metadata', () => {
    const file = read(context(768), { metadata: { 'modelspec.trigger_phrase': 'ink style, , red fox' } })
    expect(file.triggerWords).toEqual(['ink style', 'red fox'])
    expect(file.metadata.get('modelspec.trigger_phrase')).toBe('ink style, , red fox')
  })
})
