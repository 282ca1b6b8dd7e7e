import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createClipTokenizer } from '../../models/tokenizer/clip-tokenizer.ts'
import { parseMerges } from '../../models/tokenizer/clip-vocabulary.ts'
import { readGoldenJson } from './reference.ts'

interface Reference {
  length: number
  pad: { clip_l: number; clip_g: number }
  cases: { prompt: string; clip_l: number[]; clip_g: number[]; untruncated_clip_l: number }[]
}

const reference = readGoldenJson('tokenizer.json') as Reference
const vocabulary = parseMerges(readFileSync(new URL('../../models/tokenizer/merges.txt', import.meta.url), 'utf8'))
const clipL = createClipTokenizer(vocabulary, { padToken: 'endoftext' })
const clipG = createClipTokenizer(vocabulary, { padToken: 'exclamation' })

function padded(ids: readonly number[], pad: number): number[] {
  return [...ids, ...Array.from({ length: reference.length - ids.length }, () => pad)]
}

describe("tokenizers against transformers' CLIPTokenizer", () => {
  it('has every prompt of the reference', () => expect(reference.cases).toHaveLength(78))

  it.each(reference.cases)('CLIP-L: $prompt', ({ prompt, clip_l: ids, untruncated_clip_l: untruncated }) => {
    const encoded = clipL.encode(prompt)
    expect([...encoded.ids]).toEqual(padded(ids, reference.pad.clip_l))
    expect(encoded.tokenCount).toBe(untruncated - 2)
    expect(encoded.truncated).toBe(untruncated > reference.length)
  })

  it.each(reference.cases)("SDXL's second tokenizer: $prompt", ({ prompt, clip_g: ids }) => {
    expect([...clipG.encode(prompt).ids]).toEqual(padded(ids, reference.pad.clip_g))
  })
})
