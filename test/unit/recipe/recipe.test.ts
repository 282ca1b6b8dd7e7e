import { describe, expect, it } from 'vitest'

import { parseRecipe, RecipeError } from '../../../models/recipe/recipe.ts'
import { exampleRecipe } from './example-recipe.ts'

describe('parseRecipe', () => {
  it('reads what was written as JSON', () => {
    const recipe = exampleRecipe({ seed: 2 ** 53 - 1, vae: { name: 'taesd', sha256: '7'.repeat(64) } })
    expect(parseRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe)
  })

  it('reads a recipe from before there was emphasis as one without', () => {
    const older = Object.fromEntries(Object.entries(exampleRecipe()).filter(([key]) => key !== 'emphasis'))
    expect(parseRecipe(older)).toEqual(exampleRecipe({ emphasis: 'none' }))
    expect(parseRecipe({ ...older, emphasis: 'a1111' }).emphasis).toBe('a1111')
  })

  it('tells of a newer version, whatever else that holds', () => {
    expect(() => parseRecipe({ version: 2, layers: [] })).toThrow(
      'This recipe was written by a newer Onestroke (recipe version 2; this one reads up to 1). Update Onestroke to use it.',
    )
  })

  it.each([null, undefined, 7, 'text', [], {}, { version: '1' }, { version: 0 }, { version: 1 }])(
    'refuses %j',
    (json) => {
      expect(() => parseRecipe(json)).toThrow(RecipeError)
      expect(() => parseRecipe(json)).toThrow('This is not a recipe of Onestroke')
    },
  )

  it.each<[string, object]>([
    ['seed', { seed: 2 ** 53 }],
    ['seed', { seed: -1 }],
    ['clipSkip', { clipSkip: -1 }],
    ['guidance', { guidance: Number.NaN }],
    ['scheduler.kind', { scheduler: { ...exampleRecipe().scheduler, kind: 'ddpm' } }],
    ['scheduler.eta', { scheduler: { ...exampleRecipe().scheduler, eta: 1.5 } }],
    ['result.pixelSha256', { result: { pixelSha256: 'ABC', latentSha256: '6'.repeat(64) } }],
    ['model.files', { model: { ...exampleRecipe().model, files: [] } }],
    ['createdAt', { createdAt: 'yesterday' }],
    ['mood', { mood: 'blue' }],
  ])('names the wrong field: %s', (field, changes) => {
    expect(() => parseRecipe({ ...exampleRecipe(), ...changes })).toThrow(field)
  })
})
