import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClipTokenizer } from '../../../models/tokenizer/clip-tokenizer.ts'
import { parseMerges } from '../../../models/tokenizer/clip-vocabulary.ts'
import { locatePromptWords, splitPromptWords } from '../../../models/tokenizer/prompt-words.ts'
import { readGoldenJson } from '../../golden/reference.ts'

const merges = readFileSync(new URL('../../../models/tokenizer/merges.txt', import.meta.url), 'utf8')
const vocabulary = parseMerges(merges)
const tokenizer = createClipTokenizer(vocabulary, { padToken: 'endoftext' })
const second = createClipTokenizer(vocabulary, { padToken: 'exclamation' })

describe('tokenStarts', () => {
  it.each([
    ['a red fox', [0, 2, 6]],
    ['  a\n\tRED fox', [2, 5, 9]],
    // Not words of the vocabulary: "xy" and "z"; "é", "tu" and "de".
    ['xyz', [0, 2]],
    ['e\u0301 e\u0301tude x', [0, 3, 5, 7, 10]],
    ['a <|endoftext|> b', [0, 2, 16]],
    ['', []],
  ])('%j', (text, starts) => expect(tokenizer.tokenStarts(text)).toEqual(starts))

  it('begins an unread word where the text before it ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const prefix = tokenizer.tokenize(before)
        const starts = tokenizer.tokenStarts(`${before} ${after}`)
        expect(starts).toHaveLength(tokenizer.tokenize(`${before} ${after}`).length)
        expect(starts.slice(0, prefix.length).every((start) => start < before.length)).toBe(true)
        expect(starts.slice(prefix.length).every((start) => start > before.length)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('has one start per token, in rising order, for every prompt of the reference', () => {
    const { cases } = readGoldenJson('tokenizer.json') as { cases: { prompt: string }[] }
    expect(cases.length).toBeGreaterThan(50)
    for (const { prompt } of cases) {
      for (const either of [tokenizer, second]) {
        const starts = either.tokenStarts(prompt)
        expect(starts).toHaveLength(either.tokenize(prompt).length)
        expect(starts).toEqual(starts.toSorted((a, b) => a - b))
      }
    }
  })
})

describe('locatePromptWords', () => {
  it('finds the words that the tokenizer reads', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('e', '\u0301', '\u0308', ' ', 'Σ', 'İ', '.', '\u1100', '\u1161') }),
        (one, other) => {
          for (const text of [one, other, one + other]) {
            expect(locatePromptWords(text).map(({ word }) => word)).toEqual(splitPromptWords(text))
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
