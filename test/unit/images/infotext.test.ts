import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseInfotext } from '../../../main/images/parse-infotext.ts'
import { writeInfotext } from '../../../main/images/write-infotext.ts'
import type { Recipe } from '../../../models/recipe/recipe.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'

describe('writeInfotext', () => {
  it('writes the keys of A1111 in their order', () => {
    expect(writeInfotext(exampleRecipe())).toBe(
      'a red fox <lora:unified:1>\n' +
        'Negative prompt: \n' +
        'Steps: 2, Sampler: TCD, CFG scale: 1, Seed: 7, Size: 128x192, Model hash: 1111111111, Model: Built-in, ' +
        'RNG: CPU, Eta: 0.5, Lora hashes: "unified: 444444444444", ' +
        'Hashes: {"model":"1111111111","lora:unified":"3333333333"}, Version: Onestroke 0.1.0',
    )
  })

  it('writes what differs from the usual', () => {
    const recipe = exampleRecipe({
      prompt: 'a cat,\nsitting',
      negativePrompt: 'blurry',
      model: {
        id: null,
        name: 'my: model, v2',
        family: 'sdxl',
        files: [{ role: 'checkpoint', name: 'm', sha256: 'a'.repeat(64) }],
      },
      loras: [],
      vae: { name: 'fixed', sha256: 'b'.repeat(64) },
      scheduler: {
        kind: 'dpmpp-2m-karras',
        steps: 20,
        timesteps: null,
        spacing: 'linspace',
        eta: 0,
        predictionType: 'v_prediction',
      },
      guidance: 6.5,
      clipSkip: 1,
      noiseSource: 'nv',
    })
    expect(writeInfotext(recipe)).toBe(
      'a cat,\nsitting\n' +
        'Negative prompt: blurry\n' +
        'Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 7, Size: 128x192, ' +
        'Model hash: aaaaaaaaaa, Model: "my: model, v2", VAE hash: bbbbbbbbbb, VAE: fixed, Clip skip: 2, RNG: NV, ' +
        'Hashes: {"model":"aaaaaaaaaa","vae":"bbbbbbbbbb"}, Version: Onestroke 0.1.0',
    )
  })

  it.each([
    ['ddim', 'trailing', 'DDIM, Schedule type: Simple,'],
    ['lcm', null, 'LCM, CFG'],
    ['euler', 'leading', 'Euler, Schedule type: DDIM,'],
    ['euler-a', 'linspace', 'Euler a, Schedule type: Uniform,'],
    ['euler-karras', 'linspace', 'Euler, Schedule type: Karras,'],
  ] as const)('names %s with %s spacing', (kind, spacing, expected) => {
    const scheduler = { ...exampleRecipe().scheduler, kind, spacing }
    expect(writeInfotext(exampleRecipe({ scheduler }))).toContain(`Sampler: ${expected}`)
  })
})

describe('the emphasis that writeInfotext writes', () => {
  it.each([
    ['a fox', null, 'a1111', undefined],
    ['a (fox:1.2)', null, 'a1111', 'Original'],
    ['a fox', '[blurry]', 'a1111', 'Original'],
    ['a (fox)', null, 'none', 'None'],
    ['a fox', null, 'none', undefined],
  ] as const)('for %j, %j read as %s is %s', (prompt, negativePrompt, emphasis, expected) => {
    const text = writeInfotext(exampleRecipe({ prompt, negativePrompt, emphasis }))
    expect(parseInfotext(text).parameters.get('Emphasis')).toBe(expected)
  })
})

describe('parseInfotext', () => {
  it('reads a text of A1111', () => {
    const text =
      'masterpiece, (cat:1.2), ratio 16:9\nsecond line <lora:detail:0.8>\n' +
      'Negative prompt: blurry, low quality\nand more\n' +
      'Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 2870305590, Size: 512x768, ' +
      'Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, Denoising strength: 0.5, Clip skip: 2, ' +
      'Lora hashes: "detail: 47aaaf0d29b2, other: 0123456789ab", Version: v1.10.1'
    const { prompt, negativePrompt, parameters } = parseInfotext(text)
    expect(prompt).toBe('masterpiece, (cat:1.2), ratio 16:9\nsecond line <lora:detail:0.8>')
    expect(negativePrompt).toBe('blurry, low quality\nand more')
    expect([...parameters.keys()]).toEqual(
      'Steps|Sampler|Schedule type|CFG scale|Seed|Size|Model hash|Model|Denoising strength|Clip skip|Lora hashes|Version'.split(
        '|',
      ),
    )
    expect(parameters.get('Seed')).toBe('2870305590')
    expect(parameters.get('Lora hashes')).toBe('detail: 47aaaf0d29b2, other: 0123456789ab')
  })

  it('reads a text without a negative prompt, and Windows line ends', () => {
    expect(parseInfotext('a cat\r\nSteps: 1, Sampler: Euler a, Seed: 3\r\n')).toEqual({
      prompt: 'a cat',
      negativePrompt: '',
      parameters: new Map([
        ['Steps', '1'],
        ['Sampler', 'Euler a'],
        ['Seed', '3'],
      ]),
    })
  })

  it('keeps quoted values and the JSON of hashes in one piece', () => {
    const text = 'x\nSteps: 1, Model: "a \\"b\\", c", Hashes: {"model": "1", "lora:a, {b}": "2"}, Version: v1'
    expect(parseInfotext(text).parameters).toEqual(
      new Map([
        ['Steps', '1'],
        ['Model', 'a "b", c'],
        ['Hashes', '{"model": "1", "lora:a, {b}": "2"}'],
        ['Version', 'v1'],
      ]),
    )
  })

  it('takes everything for the prompt where the last line holds no settings', () => {
    const text = 'a clock, time: 12, place: here\n(cat:1.2), [a:b:0.5]'
    expect(parseInfotext(text)).toEqual({ prompt: text, negativePrompt: '', parameters: new Map() })
    expect(parseInfotext('')).toEqual({ prompt: '', negativePrompt: '', parameters: new Map() })
  })

  it('gets back what was written', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const { prompt, negativePrompt, parameters } = parseInfotext(writeInfotext(recipe))
        const tags = recipe.loras.map((lora) => ` <lora:${lora.name}:${lora.strength}>`)
        expect(prompt).toBe(recipe.prompt + tags.join(''))
        expect(negativePrompt).toBe(recipe.negativePrompt ?? '')
        expect(parameters.get('Model')).toBe(recipe.model.name)
        expect(parameters.get('Seed')).toBe(String(recipe.seed))
        expect(parameters.get('Version')).toBe(`Onestroke ${recipe.engine.onestroke}`)
        expect(JSON.parse(parameters.get('Hashes') ?? '')).toMatchObject({ model: '1'.repeat(10) })
      }),
      { numRuns: 500 },
    )
  })

  it('takes little time for any text', () => {
    const pieces = ['Steps: ', 'Hashes:{', '"', '\\', ',', 'kk:"', '{"a":"', 'x'.repeat(50), '\n', 'Negative prompt: ']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (unit) => {
        const text = unit.join('').repeat(2000)
        const start = performance.now()
        expect(() => parseInfotext(text)).not.toThrow()
        expect(performance.now() - start).toBeLessThan(2000)
      }),
    )
  })
})

/** Prompts without what separates the parts of the text. */
const promptText = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Steps: 3, Seed: 1', 'a, b', '"', '\n')))
  .map((pieces) => pieces.join('').replaceAll('\r', ''))
  .filter((text) => !/^\s*Negative prompt:/m.test(text))

const oneLine = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('a, b', 'a: b', '"quoted"', ' x ', 'a\\"b', '{a}'),
)

const recipes: fc.Arbitrary<Recipe> = fc
  .record({
    prompt: promptText,
    negativePrompt: promptText,
    seed: fc.maxSafeNat(),
    modelName: oneLine,
    loras: fc.array(fc.record({ name: fc.stringMatching(/^[\w -]{1,12}$/), strength: fc.constantFrom(1, 0.8, -0.5) })),
  })
  .map(({ modelName, loras, ...rest }) =>
    exampleRecipe({
      ...rest,
      model: { ...exampleRecipe().model, name: modelName },
      loras: loras.map((lora) => ({ ...lora, sha256: '3'.repeat(64), contentSha256: '4'.repeat(64) })),
    }),
  )
