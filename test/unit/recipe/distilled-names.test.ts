import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PUBLISHED_FILES } from '../../../main/catalog/published/published-files.ts'
import { distilledByName } from '../../../models/recipe/distilled-names.ts'
import { PRESETS } from '../../../models/recipe/presets.ts'

const WEIGHTS = new Set(PRESETS.flatMap(({ weights }) => Object.values(weights)))

describe('distilledByName', () => {
  const published = PUBLISHED_FILES.filter(({ id }) => WEIGHTS.has(id)).map((file) => ({
    ...file,
    name: file.fileName.replace(/\.safetensors$/, ''),
  }))

  it.each(published)('knows $id by its publisher’s name', ({ id, kind, family, name }) => {
    expect(distilledByName({ kind: kind === 'lora' ? 'lora' : 'checkpoint', name, family })).toBe(id)
  })

  it.each([
    ['hyper_sd15_1step', 'sd15', 'hyper-sd15-unified'],
    ['Hyper-SDXL-8steps-CFG-lora-fp16', 'sdxl', 'hyper-sdxl-8steps-cfg'],
    ['hyper-sdxl-8step-cfg', 'sdxl', 'hyper-sdxl-8steps-cfg'],
    ['my hyper sd unified', 'sd15', 'hyper-sd15-unified'],
    ['HyperXL 4 steps', 'sdxl', 'hyper-sdxl-4steps'],
    ['SDXL-LCM-LoRA', 'sdxl', 'lcm-sdxl'],
    ['TCD-SD15-LoRA', 'sd15', 'tcd-sd15'],
    ['sdxl_lightning_4step_lora_half', 'sdxl', 'lightning-sdxl-4steps'],
    ['sdxl_lightning_8step_lora', 'sdxl', null],
    ['hyperrealism_v2', 'sd15', null],
    ['Hyper-SD15-5steps-lora', 'sd15', null],
    ['ink', 'sd15', null],
  ] as const)('reads %s of %s as %s', (name, family, weights) => {
    expect(distilledByName({ kind: 'lora', name, family })).toBe(weights)
  })

  it('takes the family from the name where the tensors leave it open', () => {
    expect(distilledByName({ kind: 'lora', name: 'Hyper-SDXL-2steps-lora', family: null })).toBe('hyper-sdxl-2steps')
  })

  it('does not believe a name that claims another family than the tensors have', () => {
    for (const { name, kind, family } of published) {
      const other = family === 'sd15' ? 'sdxl' : 'sd15'
      if (!/sd15|sdv1-5|xl/i.test(name)) continue
      expect(distilledByName({ kind: kind === 'lora' ? 'lora' : 'checkpoint', name, family: other })).toBeNull()
    }
  })

  it('names weights of the file’s own family, whatever it is called', () => {
    const word = fc.constantFrom(
      'hyper',
      'sd15',
      'sdxl',
      'xl',
      '1step',
      '8steps',
      'cfg',
      'lcm',
      'tcd',
      'lightning',
      'ink',
    )
    const families = fc.constantFrom('sd15' as const, 'sdxl' as const)
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), families, (words, family) => {
        const weights = distilledByName({ kind: 'lora', name: words.join('-'), family })
        expect(weights === null || (WEIGHTS.has(weights) && weights.includes(family))).toBe(true)
      }),
    )
  })
})
