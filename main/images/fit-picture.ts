import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import sharp from 'sharp'
import { sentence } from '../../models/sentences/catalogue.ts'
import { describeFileError } from '../files/file-error.ts'
import { decodePixels, type Pixels } from './decode-pixels.ts'
import { ImageError } from './image-error.ts'

/** Sides of pictures that networks take are multiples of this. */
const STEP = 8

export interface Size {
  readonly width: number
  readonly height: number
}

/**
 * The size in which a picture of one size is worked on: its own, cut to multiples of 8, or smaller by the same factor on
 * both sides where it has more pixels than `maxPixels`.
 */
export function workingSize({ width, height }: Size, maxPixels: number): Size {
  const factor = Math.min(1, Math.sqrt(maxPixels / (width * height)))
  const cut = (size: number) => Math.max(STEP, Math.floor((size * factor) / STEP) * STEP)
  return { width: cut(width), height: cut(height) }
}

/**
 * Reads a picture file.
 * @throws ImageError or FileError naming the file.
 */
export async function readPicture(path: string): Promise<Pixels> {
  try {
    return await decodePixels(await readFile(path))
  } catch (error) {
    if (error instanceof ImageError) {
      const named = sentence('image.named', { file: basename(path), problem: error.sentence })
      throw new ImageError(named, { cause: error })
    }
    throw describeFileError(error, path, 'read')
  }
}

/** Scales a picture until it covers a size, and cuts what sticks out on both sides alike. */
export async function coverSize({ pixels, width, height }: Pixels, size: Size): Promise<Uint8Array> {
  if (width === size.width && height === size.height) return pixels
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, { fit: 'cover' })
    .raw()
    .toBuffer()
}

/** A picture as one byte of brightness per pixel (Rec. 601 luma): how a mask is read. */
export function toBrightness(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(index * 3, index * 3 + 3)
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue)
  })
}
