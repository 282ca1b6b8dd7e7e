import { cpSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInModel } from '../../../main/catalog/built-in-model.ts'
import { ModelFileError } from '../../../main/catalog/file-problem.ts'
import { openModel } from '../../../main/catalog/open-model.ts'
import type { ModelSpec } from '../../../main/engine/protocol.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenFolderPath, goldenPath } from '../../golden/tiny-models.ts'

const folder = temporaryFolder()
const path = goldenPath('sd15-tiny.safetensors')
const unetLora = goldenPath('lora/sd15-hyper-kohya.safetensors')
const textLora = goldenPath('lora/sd15-te-kohya.safetensors')

function open(changes: Partial<ModelSpec> = {}) {
  return openModel({ path, vae: null, loras: [], ...changes })
}

const keysOf = ({ unet, textEncoder, decoder }: ReturnType<typeof open>) => ({
  unet: unet.key,
  textEncoder: textEncoder.key,
  decoder: decoder.component.key,
})

/** The networks whose keys differ. */
function changed(a: ReturnType<typeof open>, b: ReturnType<typeof open>): string[] {
  const [before, after] = [keysOf(a), keysOf(b)]
  return (['unet', 'textEncoder', 'decoder'] as const).filter((name) => before[name] !== after[name])
}

describe('the keys of a model’s networks', () => {
  it('stay while nothing changes', () => {
    expect(changed(open(), open())).toEqual([])
  })

  it('change where a LoRA acts, and only there', () => {
    const lora = (strength: number) => open({ loras: [{ path: unetLora, strength }] })
    expect(changed(open(), lora(1))).toEqual(['unet'])
    expect(changed(lora(0.5), lora(1))).toEqual(['unet'])
    expect(changed(lora(1), lora(1))).toEqual([])
    expect(changed(open(), open({ loras: [{ path: textLora, strength: 1 }] }))).toEqual(['unet', 'textEncoder'])
  })

  it('do not change for a LoRA of strength 0, which is not even built', () => {
    const opened = open({ loras: [{ path: unetLora, strength: 0 }] })
    expect(changed(open(), opened)).toEqual([])
    expect(opened.unet.loras).toEqual([])
  })

  it('change with the file', () => {
    const copy = join(folder, 'copy.safetensors')
    cpSync(path, copy)
    const before = open({ path: copy })
    utimesSync(copy, 1, 1)
    expect(changed(before, open({ path: copy }))).toEqual(['unet', 'textEncoder', 'decoder'])
  })

  it('change with another VAE, in the decoder only', () => {
    const vae = join(goldenFolderPath('sd15-tiny'), 'vae', 'diffusion_pytorch_model.safetensors')
    expect(changed(open(), open({ vae }))).toEqual(['decoder'])
  })

  it('know one network in a folder from a change of another’s file', () => {
    const model = join(folder, 'model')
    cpSync(goldenFolderPath('sd15-tiny'), model, { recursive: true })
    const before = open({ path: model })
    utimesSync(join(model, 'vae', 'diffusion_pytorch_model.safetensors'), 1, 1)
    expect(changed(before, open({ path: model }))).toEqual(['decoder'])
  })
})

describe('openModel', () => {
  it('takes a TAESD for a decoder', () => {
    expect(open({ vae: goldenPath('taesd_decoder-tiny.safetensors') }).decoder.kind).toBe('tiny')
    expect(open().decoder.kind).toBe('full')
  })

  it('applies LoRAs in the order they are named', () => {
    const loras = [
      { path: unetLora, strength: 0.5 },
      { path: unetLora, strength: -1 },
    ]
    expect(open({ loras }).unet.loras.map(({ strength }) => strength)).toEqual([0.5, -1])
  })

  it.each([
    [{ path: '/no/such' }, /^\/no\/such does not exist/],
    [{ vae: unetLora }, /^sd15-hyper-kohya\.safetensors /],
    [
      { loras: [{ path: goldenPath('lora/sdxl-hyper-kohya.safetensors'), strength: 1 }] },
      /sdxl-hyper-kohya\.safetensors/,
    ],
    [{ path: goldenFolderPath('taesd-tiny') }, /./],
  ])('refuses %j in a sentence that names the file', (changes, message) => {
    expect(() => open(changes)).toThrow(ModelFileError)
    expect(() => open(changes)).toThrow(message)
  })
})

describe('the built-in model', () => {
  const { path: builtIn, lora, settings, width, height } = builtInModel()

  it('opens whole, and its LoRA fits', () => {
    const opened = openModel({ path: builtIn, vae: null, loras: [lora] })
    expect(opened.warnings).toEqual([])
    expect(opened.unet.loras[0]?.deltas.size).toBeGreaterThan(0)
  })

  it('has a card whose settings and size can be run', () => {
    expect(settings.steps).toBeLessThanOrEqual(8)
    expect([width % 8, height % 8]).toEqual([0, 0])
  })
})
