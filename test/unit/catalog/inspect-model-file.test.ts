import { cpSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspectModelFile } from '../../../main/catalog/inspect-model-file.ts'
import { controlNetBytes, loraBytes, put, putTinyVae, safetensorsOf } from '../../fixtures/model-files.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenFolderPath, goldenPath } from '../../golden/tiny-models.ts'

const parent = temporaryFolder()
const at = (...names: readonly string[]) => join(mkdtempSync(join(parent, 'm-')), ...names)

/** One network of a golden diffusers model, in a file of its own. */
function network(model: string, name: string, path: string): string {
  put(path)
  cpSync(join(goldenFolderPath(model), name, 'diffusion_pytorch_model.safetensors'), path)
  return path
}

describe('a file of models', () => {
  it('is a whole checkpoint', () => {
    const path = goldenPath('sd15-tiny.safetensors')
    expect(inspectModelFile(path)).toMatchObject({
      kind: 'checkpoint',
      details: { name: 'sd15-tiny', family: 'sd15', precision: 'F16', tiny: false, problem: null },
    })
  })

  it('is a checkpoint with a problem where it is a UNet alone', () => {
    const path = network('sd15-tiny', 'unet', at('unet alone.safetensors'))
    const { kind, details } = inspectModelFile(path)
    expect([kind, details.family]).toEqual(['checkpoint', 'sd15'])
    expect(details.problem?.message).toBe(
      'unet alone.safetensors holds no text encoder, so no picture can be made with it alone. Choose a whole checkpoint, or name one beside it with --base.',
    )
  })

  it('is a LoRA with its words', () => {
    const path = put(at('ink.safetensors'), loraBytes(1, { ss_tag_frequency: '{"1_a":{"ink":2}}' }))
    expect(inspectModelFile(path)).toMatchObject({
      kind: 'lora',
      details: { name: 'ink', family: 'sd15', precision: 'F32', triggerWords: ['ink'] },
    })
  })

  it.each([
    ['sdxl_vae.safetensors', 'sdxl'],
    ['vae-ft-mse-840000-ema-pruned.safetensors', 'sd15'],
    ['some.safetensors', null],
  ])('is a VAE: %s', (name, family) => {
    expect(inspectModelFile(network('sd15-tiny', 'vae', at(name)))).toMatchObject({
      kind: 'vae',
      details: { family, tiny: false },
    })
  })

  it('is a tiny VAE, of SD 1.5 unless its name says XL', () => {
    expect(inspectModelFile(putTinyVae(at('taesd_decoder.safetensors')))).toMatchObject({
      kind: 'vae',
      details: { name: 'taesd_decoder', family: 'sd15', tiny: true },
    })
    const inFolder = putTinyVae(at('taesdxl', 'diffusion_pytorch_model.safetensors'))
    expect(inspectModelFile(inFolder)).toMatchObject({
      kind: 'vae',
      details: { name: 'taesdxl', family: 'sdxl', tiny: true },
    })
  })

  it.each([
    ['a ControlNet', controlNetBytes()],
    ['an embedding', safetensorsOf({ emb_params: [8, 768] }, 1)],
    ['an upscaler', safetensorsOf({ 'body.0.rdb1.conv1.weight': [4] }, 1)],
  ])('is refused where it is %s', (_, bytes) => {
    const path = put(at('file.safetensors'), bytes)
    expect(() => inspectModelFile(path)).toThrow(/^file\.safetensors /)
  })
})
