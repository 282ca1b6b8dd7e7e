import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countTokens } from '../../../models/prompts/count-tokens.ts'
import { readPrompt } from '../../../models/prompts/prompt-chunks.ts'
import { createClipTokenizer } from '../../../models/tokenizer/clip-tokenizer.ts'
import { readVocabulary } from '../../golden/vocabulary.ts'

const tokenizer = createClipTokenizer(readVocabulary(), { padToken: 'endoftext' })

describe('countTokens', () => {
  it.each([
    ['', 'none', { tokenCount: 0, limit: 75, chunkStarts: [0], cutAt: null }],
    ['a red fox', 'none', { tokenCount: 3, limit: 75, chunkStarts: [0], cutAt: null }],
    ['(fox:1.2)', 'none', { tokenCount: 7, limit: 75, chunkStarts: [0], cutAt: null }],
    ['(fox:1.2)', 'a1111', { tokenCount: 1, limit: 75, chunkStarts: [0], cutAt: null }],
    ['cat '.repeat(75), 'none', { tokenCount: 75, limit: 75, chunkStarts: [0], cutAt: null }],
    [`${'cat '.repeat(75)} Étude`, 'none', { tokenCount: 78, limit: 75, chunkStarts: [0], cutAt: 301 }],
    [`${'cat '.repeat(74)}étude`, 'none', { tokenCount: 77, limit: 75, chunkStarts: [0], cutAt: 297 }],
    ['cat '.repeat(76), 'a1111', { tokenCount: 76, limit: 150, chunkStarts: [0, 300], cutAt: null }],
    [`((cat)) ${'cat '.repeat(75)}`, 'a1111', { tokenCount: 76, limit: 150, chunkStarts: [0, 304], cutAt: null }],
    ['a (b BREAK c) d', 'a1111', { tokenCount: 4, limit: 150, chunkStarts: [0, 11], cutAt: null }],
    [String.raw`a\(b BREAK c`, 'a1111', { tokenCount: 4, limit: 150, chunkStarts: [0, 11], cutAt: null }],
    ['BREAK BREAK a', 'a1111', { tokenCount: 1, limit: 225, chunkStarts: [0, 12, 12], cutAt: null }],
  ] as const)('%j as %s', (prompt, emphasis, expected) => {
    expect(countTokens(tokenizer, prompt, emphasis)).toEqual(expected)
  })

  it('counts what is read', () => {
    const pieces = fc.constantFrom('red, ', 'fox ', '(', ')', '[', ']', ':1.2)', '\\(', ' BREAK ', 'étude ', '🦊')
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), fc.constantFrom('none', 'a1111'), (parts, emphasis) => {
        const prompt = parts.join('')
        const { tokenCount, limit, chunkStarts, cutAt } = countTokens(tokenizer, prompt, emphasis)
        const reading = readPrompt(tokenizer, prompt, emphasis)
        expect(tokenCount).toBe(reading.tokenCount)
        expect(limit).toBe(75 * reading.chunks.length)
        expect(cutAt !== null).toBe(reading.truncated)
        expect(chunkStarts).toHaveLength(reading.chunks.length)
        expect(chunkStarts).toEqual(chunkStarts.toSorted((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })

  it('cuts where the text that is read ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('red ', 'fox, ', 'étude ', '東京 '), { minLength: 80, maxLength: 120 }),
        (parts) => {
          const prompt = parts.join('')
          const { cutAt } = countTokens(tokenizer, prompt, 'none')
          const read = prompt.slice(0, cutAt ?? 0)
          // Cut inside a word, the part before can take more tokens than within the word, but not fewer.
          expect(tokenizer.tokenize(read).length).toBeGreaterThanOrEqual(75)
          const lastWordStart = read.trimEnd().lastIndexOf(' ')
          expect(tokenizer.tokenize(read.slice(0, lastWordStart)).length).toBeLessThan(75)
        },
      ),
    )
  })
})
