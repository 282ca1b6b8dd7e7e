import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { StartImage } from '../engine/protocol.ts'
import { writeFileAtomically } from '../files/atomic-write.ts'
import { FileError } from '../files/file-error.ts'
import { encodePng } from '../images/encode-png.ts'
import { readPicture, type Size } from '../images/fit-picture.ts'
import { ImageError } from '../images/image-error.ts'
import { hashPixels } from '../images/pixel-hash.ts'

/**
 * The pictures and masks that others were made from, each under the hash that recipes name it by: what it takes to make
 * those pictures again.
 */
export interface StartImages {
  /** Keeps what a run starts from. Where that cannot be written, only making its pictures again is lost. */
  keep(image: StartImage, size: Size): Promise<void>
  /** RGB, row by row; null where no such picture of this size is kept. */
  picture(sha256: string, size: Size): Promise<Uint8Array | null>
  /** One byte per pixel. */
  mask(sha256: string, size: Size): Promise<Uint8Array | null>
  /** Where a picture or mask of this hash lies, or would. */
  pathOf(sha256: string): string
}

function toGrey(mask: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: mask.length * 3 }, (_, index) => mask[Math.floor(index / 3)] ?? 0)
}

function firstChannel(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 }, (_, index) => pixels[index * 3] ?? 0)
}

/** The pixels of a picture file of this size; null where it is another one, damaged or not there. */
export async function readPixels(path: string, { width, height }: Size): Promise<Uint8Array | null> {
  try {
    const read = await readPicture(path)
    return read.width === width && read.height === height ? read.pixels : null
  } catch (error) {
    if (error instanceof FileError || error instanceof ImageError) return null
    throw error
  }
}

/** @param folder made when there is something to keep */
export function createStartImages(folder: string): StartImages {
  const pathOf = (sha256: string) => join(folder, `${sha256}.png`)

  async function write(sha256: string, pixels: Uint8Array, { width, height }: Size): Promise<void> {
    const path = pathOf(sha256)
    if (existsSync(path)) return
    const png = await encodePng({ pixels, width, height, text: new Map() })
    try {
      await mkdir(folder, { recursive: true })
      await writeFileAtomically(path, png, { replace: true })
    } catch {
      // The picture that is made of it matters more.
    }
  }

  async function read(sha256: string, size: Size, convert: (pixels: Uint8Array) => Uint8Array) {
    const pixels = await readPixels(pathOf(sha256), size)
    const found = pixels === null ? null : convert(pixels)
    return found !== null && hashPixels(found) === sha256 ? found : null
  }

  return {
    pathOf,
    async keep({ pixels, mask }, size) {
      await write(hashPixels(pixels), pixels, size)
      if (mask !== null) await write(hashPixels(mask), toGrey(mask), size)
    },
    picture: (sha256, size) => read(sha256, size, (pixels) => pixels),
    mask: (sha256, size) => read(sha256, size, firstChannel),
  }
}
