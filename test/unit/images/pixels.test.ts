import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { decodePixels } from '../../../main/images/decode-pixels.ts'
import { encodePng } from '../../../main/images/encode-png.ts'
import { hashPixels } from '../../../main/images/pixel-hash.ts'
import { readPngText } from '../../../main/images/png-text.ts'

/** Every byte value, in an order that no filter can flatten. */
const PIXELS = Uint8Array.from({ length: 3 * 16 * 24 }, (_, index) => (index * 167 + (index >> 4) * 31) % 256)
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestroke-pixels-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const encode = (text = new Map<string, string>()) => encodePng({ pixels: PIXELS, width: 16, height: 24, text })

describe('encodePng', () => {
  it('keeps every pixel and every text', async () => {
    const text = new Map([
      ['parameters', 'a café'],
      ['onestroke_recipe', '{"prompt":"猫"}'],
    ])
    const png = await encode(text)
    expect(await decodePixels(png)).toEqual({ pixels: Buffer.from(PIXELS), width: 16, height: 24 })
    expect(readPngText(png)).toEqual(text)
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', channels: 3, depth: 'uchar', hasAlpha: false })
  })

  it('is read by another program as it was written', async () => {
    const { comments } = await sharp(await encode(new Map([['parameters', 'Steps: 1']]))).metadata()
    expect(comments).toEqual([{ keyword: 'parameters', text: 'Steps: 1' }])
  })

  it('refuses pixels that do not fit the size', async () => {
    await expect(encodePng({ pixels: PIXELS, width: 16, height: 16, text: new Map() })).rejects.toThrow(RangeError)
  })
})

describe('decodePixels', () => {
  it('reads a path', async () => {
    const path = join(folder, 'picture.png')
    writeFileSync(path, await encode())
    expect((await decodePixels(path)).pixels).toEqual(Buffer.from(PIXELS))
  })

  it.each([1, 2, 4] as const)('makes RGB of %i channels', async (channels) => {
    const source = sharp(Buffer.alloc(channels, 200), { raw: { width: 1, height: 1, channels } })
    const png = await source
      .toColourspace(channels === 4 ? 'srgb' : 'b-w')
      .png()
      .toBuffer()
    expect((await sharp(png).metadata()).channels).toBe(channels)
    expect(await decodePixels(png)).toEqual({ pixels: Buffer.alloc(3, 200), width: 1, height: 1 })
  })

  it('makes 8 bits of 16', async () => {
    const raw = Uint16Array.of(65535, 0, 65535)
    const png = await sharp(raw, { raw: { width: 1, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    expect((await sharp(png).metadata()).depth).toBe('ushort')
    expect((await decodePixels(png)).pixels).toEqual(Buffer.from([255, 0, 255]))
  })

  it('turns a photograph upright', async () => {
    const source = sharp(PIXELS, { raw: { width: 16, height: 24, channels: 3 } })
    const rotated = await source
      .withExif({ IFD0: { Orientation: '6' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(await decodePixels(rotated)).toMatchObject({ width: 24, height: 16 })
  })

  it('refuses what is no picture, is cut off, or is too large', async () => {
    const png = await encode()
    const noPicture = 'The file is damaged, or is no picture that Onestroke can read.'
    await expect(decodePixels(Buffer.from('no picture'))).rejects.toThrow(noPicture)
    await expect(decodePixels(png.subarray(0, png.length - 40))).rejects.toThrow(noPicture)
    const huge = sharp({ create: { width: 8001, height: 8000, channels: 3, background: 'red' } })
    await expect(decodePixels(await huge.png().toBuffer())).rejects.toThrow('The picture is larger than 64 megapixels.')
  })

  it('names a file that is not there', async () => {
    const path = join(folder, 'missing.png')
    await expect(decodePixels(path)).rejects.toMatchObject({ name: 'FileError', code: 'ENOENT' })
    await expect(decodePixels(path)).rejects.toThrow(path)
  })
})

describe('hashPixels', () => {
  it('is the SHA-256 of the bytes', () => {
    // FIPS 180-2, appendix B.1
    expect(hashPixels(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('does not depend on how the picture was stored', async () => {
    const stored = await sharp(await encode())
      .webp({ lossless: true })
      .toBuffer()
    expect(hashPixels((await decodePixels(stored)).pixels)).toBe(hashPixels(PIXELS))
  })
})
