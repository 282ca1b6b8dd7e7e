import fc from 'fast-check'
import sharp from 'sharp'
import { crc32, deflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'

import { ImageError } from '../../../main/images/image-error.ts'
import { insertPngChunks, isPng, readPngChunks } from '../../../main/images/png-chunks.ts'
import { pngTextChunk, readPngText } from '../../../main/images/png-text.ts'

let png: Buffer

beforeAll(async () => {
  png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
})

const withChunk = (type: string, data: Uint8Array): Buffer => insertPngChunks(png, [{ type, data }])
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('pngTextChunk', () => {
  it('writes Latin-1 as tEXt and everything else as iTXt', () => {
    expect(pngTextChunk('parameters', 'a café').type).toBe('tEXt')
    expect(pngTextChunk('parameters', 'a café').data).toEqual(latin1('parameters\0a caf\u00e9'))
    expect(pngTextChunk('parameters', '猫').data).toEqual(Buffer.from('parameters\0\0\0\0\0猫'))
    expect(pngTextChunk('parameters', '猫').type).toBe('iTXt')
  })

  it('replaces what a PNG cannot hold', () => {
    const chunks = [pngTextChunk('a', 'x\0y'), pngTextChunk('b', '\ud83d!')]
    expect(readPngText(insertPngChunks(png, chunks))).toEqual(
      new Map([
        ['a', 'x\ufffdy'],
        ['b', '\ufffd!'],
      ]),
    )
  })

  it.each(['', 'x'.repeat(80), 'a\0b', '猫'])('refuses the keyword %j', (keyword) => {
    expect(() => pngTextChunk(keyword, '')).toThrow(RangeError)
  })
})

describe('readPngText', () => {
  it('reads what was written, whatever it is', () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''))
    const keyword = fc.stringMatching(/^[a-zA-Z_]{1,79}$/)
    fc.assert(
      fc.property(fc.dictionary(keyword, text, { maxKeys: 5 }), (texts) => {
        const entries = Object.entries(texts)
        const chunks = entries.map(([key, value]) => pngTextChunk(key, value))
        expect(readPngText(insertPngChunks(png, chunks))).toEqual(new Map(entries))
      }),
    )
  })

  it('leaves the pixels as they were', async () => {
    const written = insertPngChunks(png, [pngTextChunk('parameters', '猫')])
    expect(await sharp(written).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer())
    expect(readPngChunks(written).map(({ type }) => type)).toEqual(['IHDR', 'iTXt', ...typesAfterHeader()])
  })

  it('reads compressed text of other programs', () => {
    const compressed = withChunk('zTXt', Buffer.concat([latin1('prompt\0\0'), deflateSync(latin1('caf\u00e9'))]))
    expect(readPngText(compressed).get('prompt')).toBe('café')
    const international = withChunk('iTXt', Buffer.concat([latin1('workflow\0\x01\0de\0\0'), deflateSync('猫')]))
    expect(readPngText(international).get('workflow')).toBe('猫')
  })

  it('takes the last of equal keywords', () => {
    const chunks = [pngTextChunk('parameters', 'first'), pngTextChunk('parameters', 'last')]
    expect(readPngText(insertPngChunks(png, chunks))).toEqual(new Map([['parameters', 'last']]))
  })

  it.each<[string, string, Uint8Array]>([
    ['text without an end of its keyword', 'tEXt', latin1('parameters')],
    ['an unknown compression', 'zTXt', latin1('a\0\x01xxx')],
    ['damaged compressed text', 'zTXt', latin1('a\0\0not deflated')],
    ['an empty iTXt', 'iTXt', latin1('a\0')],
    ['an iTXt with an unknown compression', 'iTXt', latin1('a\0\x01\x07\0\0x')],
    ['text that is not UTF-8', 'iTXt', latin1('a\0\0\0\0\0\xff\xfe')],
  ])('refuses %s', (_, type, data) => {
    expect(() => readPngText(withChunk(type, data))).toThrow('The PNG file is damaged: the text in it cannot be read.')
  })

  it('does not inflate beyond its limit', () => {
    const bomb = deflateSync(Buffer.alloc(16 * 1024 * 1024))
    const file = withChunk('zTXt', Buffer.concat([latin1('a\0\0'), bomb]))
    expect(() => readPngText(file)).toThrow('more text than Onestroke reads')
  })

  it('does not read more texts than its limit', () => {
    const chunks = Array.from({ length: 257 }, (_, index) => pngTextChunk(`k${index}`, ''))
    expect(() => readPngText(insertPngChunks(png, chunks))).toThrow('more text than Onestroke reads')
  })
})

describe('hostile files', () => {
  it('are cut off at every byte', () => {
    for (let length = 0; length < png.length; length++) {
      expect(() => readPngText(png.subarray(0, length))).toThrow(ImageError)
    }
    expect(readPngText(png)).toEqual(new Map())
  })

  it('have a changed bit found by the checksum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: png.length * 8 - 1 }), (bit) => {
        const damaged = Buffer.from(png)
        damaged[bit >> 3] = damaged[bit >> 3]! ^ (1 << (bit & 7))
        expect(() => readPngText(damaged)).toThrow(ImageError)
      }),
    )
  })

  it('claim lengths that are not there', () => {
    const huge = Buffer.from(png)
    huge.writeUInt32BE(0xfffffff0, 8)
    expect(() => readPngText(huge)).toThrow('cut off')
  })

  it('begin without a header', () => {
    const end = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0, 0, 0, 0])
    end.writeUInt32BE(crc32(end.subarray(4, 8)), 8)
    expect(() => readPngChunks(Buffer.concat([png.subarray(0, 8), end]))).toThrow('it has no header')
  })

  it('are any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, signed) => {
        const file = signed ? Buffer.concat([png.subarray(0, 33), bytes]) : bytes
        expect(() => readPngText(file)).toThrow(ImageError)
      }),
      { numRuns: 1000 },
    )
  })

  it('are no PNG files', () => {
    expect(isPng(png)).toBe(true)
    expect(isPng(latin1('GIF89a'))).toBe(false)
    expect(() => readPngText(latin1('GIF89a'))).toThrow('This is not a PNG file.')
  })
})

function typesAfterHeader(): string[] {
  return readPngChunks(png)
    .slice(1)
    .map(({ type }) => type)
}
