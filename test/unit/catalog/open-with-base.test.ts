import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openModel } from '../../../main/catalog/open-model.ts'
import { put, unetOf } from '../../fixtures/model-files.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenPath } from '../../golden/tiny-models.ts'

const sd15 = goldenPath('sd15-tiny.safetensors')
const sdxl = goldenPath('sdxl-tiny.safetensors')
const folder = temporaryFolder()
const unet = put(join(folder, 'unet.safetensors'), unetOf(readFileSync(sdxl)))

describe('a model with a base', () => {
  it('takes from it what it lacks, and nothing else', () => {
    const opened = openModel({ path: unet, base: sdxl, vae: null, loras: [] })
    const whole = openModel({ path: sdxl, vae: null, loras: [] })
    expect(opened.unet.config).toEqual(whole.unet.config)
    expect(opened.unet.key).not.toBe(whole.unet.key)
    expect([opened.textEncoder.key, opened.textEncoder2?.key]).toEqual([whole.textEncoder.key, whole.textEncoder2?.key])
    expect(opened.decoder.component.key).toBe(whole.decoder.component.key)
  })

  it('that is whole needs none', () => {
    const opened = openModel({ path: sdxl, base: join(folder, 'none.safetensors'), vae: null, loras: [] })
    expect(opened).toEqual(openModel({ path: sdxl, vae: null, loras: [] }))
  })

  it('of another family is refused, with both files named', () => {
    expect(() => openModel({ path: unet, base: sd15, vae: null, loras: [] })).toThrow(
      'sd15-tiny.safetensors is no SDXL model, so its text encoders and VAE do not go with unet.safetensors.',
    )
    expect(() => openModel({ path: unet, vae: null, loras: [] })).toThrow(
      /holds no second text encoder, .* name one beside it with --base\./,
    )
  })
})
