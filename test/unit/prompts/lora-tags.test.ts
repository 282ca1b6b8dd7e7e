import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeInfotext } from '../../../main/images/write-infotext.ts'
import { parseInfotext } from '../../../main/images/parse-infotext.ts'
import { readLoraTags } from '../../../models/prompts/lora-tags.ts'
import { exampleRecipe } from '../recipe/example-recipe.ts'

describe('readLoraTags', () => {
  it.each([
    ['a fox', 'a fox', []],
    ['a fox <lora:detail:0.8>', 'a fox', [['detail', 0.8]]],
    [
      '<lora:a:1> fox <lora:b:-0.5>, sitting',
      'fox, sitting',
      [
        ['a', 1],
        ['b', -0.5],
      ],
    ],
    ['a <lora:detail> fox', 'a fox', [['detail', 1]]],
    ['a <lora:my model v1.2:.5:0.2> fox', 'a fox', [['my model v1.2', 0.5]]],
    ['a <lora:x:strong> fox', 'a <lora:x:strong> fox', []],
    ['a <lora:x:1', 'a <lora:x:1', []],
    ['a <hypernet:x:1> fox', 'a <hypernet:x:1> fox', []],
    ['a <lora::1> <lora:<lora:b:2>', 'a <lora::1> <lora:', [['b', 2]]],
    ['  a', '  a', []],
  ] as [string, string, [string, number][]][])('%s', (prompt, text, tags) => {
    expect(readLoraTags(prompt)).toEqual({ text, tags: tags.map(([name, strength]) => ({ name, strength })) })
  })

  it('gets back the prompt and LoRAs of a picture’s settings', () => {
    const { prompt, loras } = exampleRecipe()
    const read = readLoraTags(parseInfotext(writeInfotext(exampleRecipe())).prompt)
    expect(read).toEqual({ text: prompt, tags: loras.map(({ name, strength }) => ({ name, strength })) })
  })

  it('leaves no tag and never throws', () => {
    const pieces = fc.constantFrom('<lora:', 'a', ':', '1', '.5', '>', '<', ' ', 'lora')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const { text, tags } = readLoraTags(parts.join(''))
        expect(tags.every(({ name, strength }) => name !== '' && Number.isFinite(strength))).toBe(true)
        expect(text.length).toBeLessThanOrEqual(parts.join('').length)
      }),
    )
  })

  it.each([' ', '<lora:', ':1', '<lora:a:', '<lora: '])('stays quick on 100000 characters of %j', (piece) => {
    const start = performance.now()
    readLoraTags(piece.repeat(100_000 / piece.length))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
