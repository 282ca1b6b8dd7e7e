import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CONTEXT_LENGTH,
  createClipTokenizer,
  END_TOKEN,
  START_TOKEN,
} from '../../../models/tokenizer/clip-tokenizer.ts'
import { parseMerges } from '../../../models/tokenizer/clip-vocabulary.ts'

const merges = readFileSync(new URL('../../../models/tokenizer/merges.txt', import.meta.url), 'utf8')
const tokenizer = createClipTokenizer(parseMerges(merges), { padToken: 'endoftext' })

describe('createClipTokenizer', () => {
  it('gives a well-formed context for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { ids, tokenCount, truncated } = tokenizer.encode(text)
        expect(ids).toHaveLength(CONTEXT_LENGTH)
        expect(ids[0]).toBe(START_TOKEN)
        expect(ids[Math.min(tokenCount + 1, CONTEXT_LENGTH - 1)]).toBe(END_TOKEN)
        expect(ids.every((id) => id >= 0 && id <= END_TOKEN)).toBe(true)
        expect(truncated).toBe(tokenCount > CONTEXT_LENGTH - 2)
      }),
    )
  })

  it('truncates after 75 tokens of text', () => {
    const fits = tokenizer.encode('cat '.repeat(75))
    const cut = tokenizer.encode('cat '.repeat(76))
    expect([fits.tokenCount, fits.truncated]).toEqual([75, false])
    expect([cut.tokenCount, cut.truncated]).toEqual([76, true])
    expect([...cut.ids]).toEqual([...fits.ids])
  })

  it('accepts half of a surrogate pair', () => {
    expect([...tokenizer.encode('\ud83e').ids]).toEqual([...tokenizer.encode('\ufffd').ids])
  })

  it.each([
    ['one long word', 'a'.repeat(1_000_000)],
    ['many words', 'cat dog '.repeat(125_000)],
    ['many marks of punctuation', '!'.repeat(1_000_000)],
    ['white space', ' '.repeat(1_000_000)],
  ])('stays quick on a megabyte of %s', (_, text) => {
    const start = performance.now()
    tokenizer.encode(text)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
