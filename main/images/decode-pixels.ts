import { access } from 'node:fs/promises'
import sharp from 'sharp'

import { sentence } from '../../models/sentences/catalogue.ts'
import { describeFileError } from '../files/file-error.ts'
import { ImageError } from './image-error.ts'

/** A picture as RGB bytes, row by row from the top. */
export interface Pixels {
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

const MOST_MEGAPIXELS = 64

/**
 * Decodes a picture file of any common format to sRGB, upright as its EXIF orientation says, without its alpha channel.
 * @param source the file's bytes or its path.
 * @throws ImageError for damaged files, unknown formats and more than 64 megapixels; FileError where the path can't be read.
 */
export async function decodePixels(source: Uint8Array | string): Promise<Pixels> {
  if (typeof source === 'string') await assertReadable(source)
  try {
    const { data, info } = await sharp(source, { limitInputPixels: MOST_MEGAPIXELS * 1e6, failOn: 'warning' })
      .autoOrient()
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return { pixels: data, width: info.width, height: info.height }
  } catch (error) {
    throw imageError(error)
  }
}

async function assertReadable(path: string): Promise<void> {
  try {
    await access(path)
  } catch (error) {
    throw describeFileError(error, path, 'read')
  }
}

function imageError(cause: unknown): ImageError {
  const detail = cause instanceof Error ? cause.message : String(cause)
  if (detail.includes('exceeds pixel limit')) {
    return new ImageError(sentence('image.too-large', { megapixels: MOST_MEGAPIXELS }), { cause })
  }
  return new ImageError(sentence('image.unreadable'), { cause })
}
