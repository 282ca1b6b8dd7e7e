import { cpSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { chooseWeightFiles } from '../../../main/catalog/diffusers-folder.ts'
import { ModelFileError } from '../../../main/catalog/file-problem.ts'
import { openCheckpoint } from '../../../main/catalog/open-checkpoint.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenFolderPath } from '../../golden/tiny-models.ts'

describe('chooseWeightFiles', () => {
  const plain = 'diffusion_pytorch_model.safetensors'
  const half = 'diffusion_pytorch_model.fp16.safetensors'
  const shards = [
    'diffusion_pytorch_model-00001-of-00002.safetensors',
    'diffusion_pytorch_model-00002-of-00002.safetensors',
  ]
  it.each<[what: string, names: string[], chosen: string[]]>([
    ['the only one', ['config.json', plain], [plain]],
    ['a text encoder’s name', ['model.safetensors', 'pytorch_model.bin'], ['model.safetensors']],
    ['full precision before half', [half, plain], [plain]],
    ['half where there is no other', [half, 'diffusion_pytorch_model.bin'], [half]],
    ['all shards, in order', shards.toReversed(), shards],
    ['not what training left', ['diffusion_pytorch_model.non_ema.safetensors', plain], [plain]],
    ['whatever there is, under another name', ['readme.md', 'my-unet.safetensors'], ['my-unet.safetensors']],
    ['nothing where there is nothing', ['config.json'], []],
  ])('takes %s', (_, names, chosen) => {
    expect(chooseWeightFiles(names)).toEqual(chosen)
  })
})

describe('a folder', () => {
  const parent = temporaryFolder()
  let cases = 0
  let folder: string

  beforeEach(() => {
    cases += 1
    folder = join(parent, `model-${cases}`)
    cpSync(goldenFolderPath('sd15-tiny'), folder, { recursive: true })
  })

  it('opens', () => {
    expect(openCheckpoint(folder).checkpoint).toMatchObject({ family: 'sd15', layout: 'diffusers', unmapped: [] })
  })

  it('opens without configs that its weights tell as well', () => {
    rmSync(join(folder, 'model_index.json'))
    expect(openCheckpoint(folder).checkpoint.family).toBe('sd15')
  })

  it.each<[what: string, change: () => void, message: RegExp]>([
    [
      'a config that is no JSON',
      () => writeFileSync(join(folder, 'unet', 'config.json'), '{"a":'),
      /^config\.json is not readable as JSON/,
    ],
    [
      'a config that is a folder',
      () => {
        rmSync(join(folder, 'vae', 'config.json'))
        mkdirSync(join(folder, 'vae', 'config.json'))
      },
      /config\.json.* is a folder/,
    ],
    [
      'weights that are a folder',
      () => {
        rmSync(join(folder, 'vae', 'diffusion_pytorch_model.safetensors'))
        mkdirSync(join(folder, 'vae', 'diffusion_pytorch_model.safetensors'))
      },
      /^diffusion_pytorch_model\.safetensors is not a regular file/,
    ],
    [
      'pickles only',
      () =>
        renameSync(
          join(folder, 'unet', 'diffusion_pytorch_model.safetensors'),
          join(folder, 'unet', 'diffusion_pytorch_model.bin'),
        ),
      /unet holds only PyTorch pickle files/,
    ],
    [
      'weights that are cut off',
      () => truncateSync(join(folder, 'unet', 'diffusion_pytorch_model.safetensors'), 2_000_000),
      /^diffusion_pytorch_model\.safetensors is cut off/,
    ],
  ])('with %s is refused by the file’s name', (_, change, message) => {
    change()
    expect(() => openCheckpoint(folder)).toThrow(ModelFileError)
    expect(() => openCheckpoint(folder)).toThrow(message)
  })

  it('with an enormous config is refused without reading it', () => {
    truncateSync(join(folder, 'unet', 'config.json'), 20e9)
    const started = performance.now()
    expect(() => openCheckpoint(folder)).toThrow(/^config\.json is too large to be a config/)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
