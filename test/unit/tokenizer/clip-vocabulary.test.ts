import { describe, expect, it } from 'vitest'
import { parseMerges } from '../../../models/tokenizer/clip-vocabulary.ts'

describe('parseMerges', () => {
  it('numbers bytes as CLIP does: printable ones first, then the rest', () => {
    const { byteIds } = parseMerges('')
    // '!' and '~' open and close the ASCII run, U+00A1 follows; NUL is the first of the rest, the soft hyphen the last.
    expect([0x21, 0x7e, 0xa1, 0xff, 0x00, 0x20, 0xad].map((byte) => byteIds[byte])).toEqual([
      0, 93, 94, 187, 188, 220, 255,
    ])
    expect(new Set(byteIds).size).toBe(256)
  })

  it('numbers merges from 512 on, whatever the line ends', () => {
    const { merges } = parseMerges('#version: 0.2\r\n! "\r\n!" #</w>\r\n')
    expect(merges.get(0, 1)).toBe(512)
    expect(merges.get(512, 2 + 256)).toBe(513)
    expect(merges.get(512, 2)).toBeUndefined()
  })

  it.each(['! unknown', 'lonely', '!! "'])('refuses the line %s', (line) => {
    expect(() => parseMerges(`#version: 0.2\n${line}\n`)).toThrow(/merges file is damaged/)
  })
})
