import { describe, expect, it } from 'vitest'
import { readSettings, type LoraKnowledge } from '../../../main/generation/read-settings.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'

const knowledge: LoraKnowledge = (name) => (name === 'ink' ? 'installed' : name === 'own' ? 'built-in' : 'unknown')

function fromInfotext(infotext: string) {
  return readSettings({ recipe: null, infotext }, knowledge)
}

describe('settings of other programs', () => {
  it('are taken over as far as they have a counterpart', () => {
    const settings = fromInfotext(
      'a fox <lora:ink:0.7>\nNegative prompt: blurry\nSteps: 25, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 123, Size: 512x768, Model: dreamy, Clip skip: 2',
    )
    expect(settings).toEqual({
      source: 'a1111',
      infotext: expect.stringContaining('Clip skip: 2') as unknown,
      prompt: 'a fox <lora:ink:0.7>',
      negativePrompt: 'blurry',
      seed: 123,
      steps: 25,
      guidance: 6.5,
      width: 512,
      height: 768,
      scheduler: 'dpmpp-2m-karras',
      modelName: 'dreamy',
      notHonoured: [],
    })
  })

  it.each([
    ['Sampler: Euler, Schedule type: Automatic', 'euler'],
    ['Sampler: Euler, Schedule type: Karras', 'euler-karras'],
    ['Sampler: DPM++ 2M Karras', 'dpmpp-2m-karras'],
    ['Sampler: LCM', 'lcm'],
    ['Sampler: UniPC', null],
  ])('find the scheduler: %s', (sampler, scheduler) => {
    expect(fromInfotext(`a fox\nSteps: 4, Seed: 1, ${sampler}`).scheduler).toBe(scheduler)
  })

  it('say what cannot be honoured', () => {
    const { notHonoured, prompt } = fromInfotext(
      'a fox <lora:gone:1> <lora:own:1>\nSteps: 4, Seed: 1, Sampler: UniPC, Hires upscale: 2, Hires upscaler: Latent',
    )
    expect(prompt).toBe('a fox')
    expect(notHonoured.map(({ message }) => message)).toEqual([
      'the sampler UniPC',
      'the second pass at a higher resolution (Hires fix)',
      'the LoRA gone, which is not installed',
    ])
  })

  it('keep numbers that are none out', () => {
    const settings = fromInfotext('a\nSteps: 4.5, Seed: 99999999999999999999, CFG scale: -1, Size: 1x')
    expect(settings).toMatchObject({ steps: null, seed: null, guidance: null, width: null, height: null })
  })
})

describe('our own recipes', () => {
  it('count before the plain text', () => {
    const recipe = exampleRecipe({ prompt: 'an owl', loras: [] })
    const settings = readSettings({ recipe: JSON.stringify(recipe), infotext: 'a fox' }, knowledge)
    expect(settings).toMatchObject({ source: 'onestroke', prompt: 'an owl', infotext: 'a fox', seed: recipe.seed })
  })

  it('give way to the plain text where they are damaged or too new', () => {
    for (const recipe of ['{', '{"version":1}', '{"version":99}']) {
      const settings = readSettings({ recipe, infotext: 'a fox' }, knowledge)
      expect(settings).toMatchObject({ source: 'a1111', prompt: 'a fox' })
      expect(settings.notHonoured).toHaveLength(1)
    }
  })

  it('are absent in foreign pictures', () => {
    expect(readSettings({ recipe: null, infotext: null }, knowledge)).toMatchObject({ source: 'none', prompt: null })
  })
})
