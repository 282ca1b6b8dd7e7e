import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyChunk, readPrompt, splitIntoChunks } from '../../../models/prompts/prompt-chunks.ts'
import { createClipTokenizer, END_TOKEN, START_TOKEN } from '../../../models/tokenizer/clip-tokenizer.ts'
import { readVocabulary } from '../../golden/vocabulary.ts'

const COMMA = { id: 267 }
const word = (id: number) => ({ id: 1000 + id })
const words = (count: number) => Array.from({ length: count }, (_, index) => word(index))
const lengths = (sections: { id: number }[][]) => splitIntoChunks(sections).map((chunk) => chunk.length)

const vocabulary = readVocabulary()
const tokenizer = createClipTokenizer(vocabulary, { padToken: 'endoftext' })

describe('splitIntoChunks', () => {
  it.each([
    ['nothing', [[]], [0]],
    ['what fits', [words(75)], [75]],
    ['one more than fits', [words(76)], [75, 1]],
    ['a comma 20 tokens before the limit', [[...words(55), COMMA, ...words(30)]], [56, 30]],
    ['a comma 21 tokens before the limit', [[...words(54), COMMA, ...words(30)]], [75, 10]],
    ['a comma as the last that fits', [[...words(74), COMMA, ...words(3)]], [75, 3]],
    ['a comma as the first that does not', [[...words(60), COMMA, ...words(14), COMMA, word(0)]], [75, 2]],
    ['commas in several chunks', [[...words(70), COMMA, ...words(70), COMMA, ...words(10)]], [71, 71, 10]],
    ['a comma where all fits', [[...words(60), COMMA, ...words(14)]], [75]],
    ['sections', [words(3), words(80), words(2)], [3, 75, 5, 2]],
    ['an empty section first', [[], words(2)], [0, 2]],
    ['an empty section last', [words(2), []], [2]],
    ['empty sections only', [[], []], [0]],
  ])('%s', (_, sections, expected) => expect(lengths(sections)).toEqual(expected))

  it('loses nothing, keeps the order, and fits', () => {
    const token = fc.oneof(
      { arbitrary: fc.constant(267), weight: 1 },
      { arbitrary: fc.integer({ min: 300, max: 400 }), weight: 12 },
    )
    const section = fc.array(
      token.map((id) => ({ id })),
      { maxLength: 300 },
    )
    fc.assert(
      fc.property(fc.array(section, { minLength: 1, maxLength: 3 }), (sections) => {
        const chunks = splitIntoChunks(sections)
        expect(chunks.flat()).toEqual(sections.flat())
        expect(chunks.every(({ length }) => length <= 75)).toBe(true)
      }),
    )
  })
})

describe('readPrompt', () => {
  it('without emphasis cuts the prompt and reads brackets as text', () => {
    const long = '(cat:1.2) '.repeat(40)
    const { ids, tokenCount } = tokenizer.encode(long)
    expect(readPrompt(tokenizer, long, 'none')).toEqual({
      chunks: [{ ids, weights: null }],
      tokenCount,
      truncated: true,
    })
  })

  it('with emphasis is the same for prompts without brackets that fit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const plain = text.replaceAll(/[()[\]\\]/g, '')
        const { ids, tokenCount, truncated } = tokenizer.encode(plain)
        if (truncated) return
        expect(readPrompt(tokenizer, plain, 'a1111')).toEqual({
          chunks: [{ ids, weights: null }],
          tokenCount,
          truncated,
        })
      }),
    )
  })

  it('gives every token of a weighted text its weight', () => {
    const { chunks, tokenCount } = readPrompt(tokenizer, 'a (red fox:1.5)', 'a1111')
    const [{ ids, weights } = emptyChunk(tokenizer)] = chunks
    expect([...ids.subarray(0, 5)]).toEqual([START_TOKEN, ...tokenizer.tokenize('a red fox'), END_TOKEN])
    expect([...(weights ?? [])]).toEqual([1, 1, 1.5, 1.5, ...Array.from({ length: 73 }, () => 1)])
    expect(tokenCount).toBe(3)
  })

  it('pads the chunks of SDXL’s second tokenizer in its way', () => {
    const second = createClipTokenizer(vocabulary, { padToken: 'exclamation' })
    const { chunks } = readPrompt(second, 'cat BREAK (dog)', 'a1111')
    expect(chunks.map(({ ids }) => [...ids.subarray(2, 5)])).toEqual([
      [END_TOKEN, 0, 0],
      [END_TOKEN, 0, 0],
    ])
    expect([...emptyChunk(second).ids.subarray(0, 3)]).toEqual([START_TOKEN, END_TOKEN, 0])
  })
})
