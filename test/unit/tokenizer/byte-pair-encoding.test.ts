import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeWord } from '../../../models/tokenizer/byte-pair-encoding.ts'
import { parseMerges } from '../../../models/tokenizer/clip-vocabulary.ts'

const LINES = ['a b', 'a a', 'ab a', 'a b</w>', 'aa ab', 'aa aa', 'b a', 'ba ba']
const vocabulary = parseMerges(LINES.join('\n'))
const merges = LINES.map((line) => line.split(' '))

/** The textbook algorithm: pass over the word again and again, merging every place of the best pair. */
function textbookEncode(word: string): string[] {
  let symbols = Array.from(word, (letter, i) => (i === word.length - 1 ? `${letter}</w>` : letter))
  for (;;) {
    const best = merges.find(([left, right]) => symbols.some((s, i) => s === left && symbols[i + 1] === right))
    if (!best) return symbols
    const merged: string[] = []
    for (let i = 0; i < symbols.length; i++) {
      const joins = symbols[i] === best[0] && symbols[i + 1] === best[1]
      merged.push(joins ? best.join('') : (symbols[i] ?? ''))
      if (joins) i += 1
    }
    symbols = merged
  }
}

function symbolOf(id: number): string {
  if (id >= 512) return merges[id - 512]?.join('') ?? ''
  const letter = String.fromCharCode(0x21 + (id % 256))
  return id >= 256 ? `${letter}</w>` : letter
}

describe('encodeWord', () => {
  it('merges as the textbook algorithm does', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 40 }), (word) => {
        const ids = encodeWord(new TextEncoder().encode(word), vocabulary)
        expect(ids.map(symbolOf)).toEqual(textbookEncode(word))
      }),
    )
  })

  it('stays quick on one word of 100000 letters', () => {
    const start = performance.now()
    const ids = encodeWord(new Uint8Array(100_000).fill(0x61), vocabulary)
    expect(performance.now() - start).toBeLessThan(5000)
    // 24999 quadruples, then a pair, a single and the ending letter, which no merge takes.
    expect(ids).toHaveLength(25_002)
  })
})
