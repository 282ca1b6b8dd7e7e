import sharp from 'sharp'
import type { Pixels } from './decode-pixels.ts'

const QUALITY = 70

/** A small picture as a WebP data URL. */
export async function encodePreview({ pixels, width, height }: Pixels): Promise<string> {
  const webp = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ quality: QUALITY, effort: 0 })
    .toBuffer()
  return `data:image/webp;base64,${webp.toString('base64')}`
}
