import sharp from 'sharp'

import { insertPngChunks } from './png-chunks.ts'
import { pngTextChunk } from './png-text.ts'

export interface PngContent {
  /** RGB bytes, row by row from the top: 3 * width * height. */
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
  /** Texts by keyword, written in this order. */
  readonly text: ReadonlyMap<string, string>
}

/** A PNG file of 8-bit RGB. Decoding it gives the same pixels. */
export async function encodePng({ pixels, width, height, text }: PngContent): Promise<Buffer> {
  if (pixels.length !== 3 * width * height) {
    throw new RangeError(`${pixels.length} bytes are no RGB picture of ${width}x${height}`)
  }
  const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
  const chunks = Array.from(text, ([keyword, value]) => pngTextChunk(keyword, value))
  return insertPngChunks(png, chunks)
}
