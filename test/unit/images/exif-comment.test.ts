import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readExifComment } from '../../../main/images/exif-comment.ts'
import { readSettingsTexts } from '../../../main/images/settings-text.ts'

const TEXT = 'ein Fuchs, naïve 狐\nSteps: 4, Seed: 7, Size: 8x8'

/** A TIFF structure with IFD 0 → Exif IFD → UserComment, laid out by hand (Exif 2.32, 4.6). */
function exifBlock(comment: Buffer, littleEndian: boolean): Buffer {
  const block = Buffer.alloc(44 + comment.length)
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
  view.setUint16(0, littleEndian ? 0x4949 : 0x4d4d)
  view.setUint16(2, 42, littleEndian)
  view.setUint32(4, 8, littleEndian)
  const entry = (position: number, [tag, type, valueCount, value]: readonly [number, number, number, number]) => {
    view.setUint16(position, 1, littleEndian)
    view.setUint16(position + 2, tag, littleEndian)
    view.setUint16(position + 4, type, littleEndian)
    view.setUint32(position + 6, valueCount, littleEndian)
    view.setUint32(position + 10, value, littleEndian)
  }
  entry(8, [0x8769, 4, 1, 26])
  entry(26, [0x9286, 7, comment.length, 44])
  block.set(comment, 44)
  return block
}

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(text, 'utf16le')
  return Buffer.concat([Buffer.from('UNICODE\0'), order === 'le' ? bytes : bytes.swap16()])
}

describe('the comment of an EXIF block', () => {
  it.each([
    ['big-endian text in a big-endian block', utf16(TEXT, 'be'), false],
    ['big-endian text in a little-endian block, as piexif writes it', utf16(TEXT, 'be'), true],
    ['little-endian text in a little-endian block', utf16(TEXT, 'le'), true],
    ['UTF-8 without a character code', Buffer.concat([Buffer.alloc(8), Buffer.from(TEXT)]), true],
    ['text padded with zeros', Buffer.concat([Buffer.alloc(8), Buffer.from(TEXT), Buffer.alloc(3)]), false],
  ])('is read: %s', (_, comment, littleEndian) => {
    expect(readExifComment(exifBlock(comment, littleEndian))).toBe(TEXT)
    expect(readExifComment(Buffer.concat([Buffer.from('Exif\0\0'), exifBlock(comment, littleEndian)]))).toBe(TEXT)
  })

  it('is null in damaged blocks, which never throw', () => {
    const block = exifBlock(utf16(TEXT, 'be'), true)
    for (let length = 0; length < block.length; length++) expect(readExifComment(block.subarray(0, length))).toBeNull()
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(block.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const damaged = Buffer.from(block)
        for (const [position, value] of changes) damaged[position] = value
        const comment = readExifComment(damaged)
        expect(comment === null || typeof comment === 'string').toBe(true)
      }),
    )
  })
})

describe('settings in JPEG and WebP', () => {
  it.each(['jpeg', 'webp'] as const)('are read from the comment: %s', async (format) => {
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    const file = await picture
      .withExif({ IFD2: { UserComment: 'a fox\nSteps: 4, Seed: 7, Size: 8x8' } })
      .toFormat(format)
      .toBuffer()
    const { infotext, recipe } = await readSettingsTexts(file)
    expect(recipe).toBeNull()
    expect(infotext).toContain('a fox\nSteps: 4, Seed: 7, Size: 8x8')
  })

  it('are null where there is no comment', async () => {
    const file = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    expect(await readSettingsTexts(file)).toEqual({ recipe: null, infotext: null })
  })
})
