import sharp, { type Sharp } from 'sharp'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Pixels } from './decode-pixels.ts'
import { ImageError } from './image-error.ts'

/** The longer sides of thumbnails, in pixels. */
export const THUMBNAIL_SIDES = [256, 512] as const
export type ThumbnailSide = (typeof THUMBNAIL_SIDES)[number]

/** WebP files by their longer side. */
export type Thumbnails = Readonly<Record<ThumbnailSide, Uint8Array>>

const QUALITY = 82
const MOST_PIXELS = 64e6

/**
 * Makes the thumbnails of a picture: WebP, whole, never larger than the picture itself.
 * @param source raw pixels, or the bytes of a picture file.
 * @throws ImageError where the file is damaged, or larger than 64 megapixels.
 */
export async function makeThumbnails(source: Pixels | Uint8Array): Promise<Thumbnails> {
  const picture = openSource(source)
  try {
    const [small, large] = await Promise.all([shrink(picture, 256), shrink(picture, 512)])
    return { 256: small, 512: large }
  } catch (cause) {
    throw new ImageError(sentence('image.no-thumbnail'), { cause })
  }
}

function openSource(source: Pixels | Uint8Array): Sharp {
  if (source instanceof Uint8Array) return sharp(source, { limitInputPixels: MOST_PIXELS }).autoOrient()
  const { pixels, width, height } = source
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

async function shrink(picture: Sharp, side: ThumbnailSide): Promise<Uint8Array> {
  return picture
    .clone()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: QUALITY, effort: 2 })
    .toBuffer()
}
