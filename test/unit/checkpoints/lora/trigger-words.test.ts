import { describe, expect, it } from 'vitest'
import { readTriggerWords, tidyWords } from '../../../../models/checkpoints/lora/trigger-words.ts'

const read = (metadata: Readonly<Record<string, string>>) => readTriggerWords(new Map(Object.entries(metadata)))
const frequencies = (value: unknown) => read({ ss_tag_frequency: JSON.stringify(value) })

describe('the words of a LoRA', () => {
  it('are its trigger phrase, where it has one', () => {
    const tags = JSON.stringify({ '10_x': { tag: 1 } })
    expect(read({ 'modelspec.trigger_phrase': 'ink style, , red fox', ss_tag_frequency: tags })).toEqual([
      'ink style',
      'red fox',
    ])
  })

  it('are its most frequent tags otherwise, counted over all folders', () => {
    expect(frequencies({ '10_a': { solo: 3, ink: 5 }, '5_b': { solo: 4, 'wet paper': 6 } })).toEqual([
      'solo',
      'wet paper',
      'ink',
    ])
  })

  it('are what its training folders are called where pictures had no tags', () => {
    expect(frequencies({ '10_sks dog': {}, plain: {} })).toEqual(['sks dog'])
  })

  it('are a dozen at most, and short', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`tag ${index}`, index]))
    expect(frequencies({ '1_a': many })).toHaveLength(12)
    expect(tidyWords(['x'.repeat(500), 'a\u0000\u202eb'])).toEqual(['x'.repeat(120), 'a  b'])
  })

  it.each([
    ['no JSON', '{"a'],
    ['a list', '[1]'],
    ['texts for numbers', '{"a":{"b":"c"}}'],
    ['deep nesting', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
    ['more values than anybody trains with', `{"a":{${Array.from({ length: 300_000 }, (_, i) => `"${i}":1`).join()}}}`],
    ['more than five megabytes', `{"a":{"${'x'.repeat(5_000_000)}":1}}`],
    ['null', 'null'],
  ])('are none where the metadata holds %s', (_, text) => {
    const started = performance.now()
    expect(read({ ss_tag_frequency: text })).toEqual([])
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('may be called like parts of every object', () => {
    expect(read({ ss_tag_frequency: '{"__proto__":{"constructor":2},"10_a":{"toString":1,"__proto__":3}}' })).toEqual(
      expect.arrayContaining(['toString']),
    )
  })
})
