import type { StartImage } from '../engine/protocol.ts'
import { coverSize, readPicture, toBrightness, workingSize, type Size } from '../images/fit-picture.ts'
import type { Pixels } from '../images/decode-pixels.ts'
import type { GenerateOptions } from './generate-options.ts'
import { UsageError } from './usage-error.ts'

const DEFAULT_STRENGTH = 0.6

/** The pictures that were named to start from, as they are in their files. */
export interface NamedPictures {
  readonly picture: Pixels
  readonly mask: Pixels | null
  readonly strength: number
}

/**
 * Reads the pictures that the options name; null where a picture is made from text alone.
 * @throws UsageError, ImageError, FileError
 */
export async function readNamedPictures(options: GenerateOptions): Promise<NamedPictures | null> {
  const { image, mask, strength } = options
  if (image === undefined) {
    if (mask !== undefined) throw new UsageError('--mask needs --image: it says where that picture may change.')
    if (strength !== undefined) throw new UsageError('--strength needs --image: it says how much of it may change.')
    return null
  }
  return {
    picture: await readPicture(image),
    mask: mask === undefined ? null : await readPicture(mask),
    strength: strength ?? DEFAULT_STRENGTH,
  }
}

/** The size to work in where none was asked for. */
export function sizeOf({ picture }: NamedPictures, maxPixels: number): Size {
  return workingSize(picture, maxPixels)
}

/** Brings the pictures to the size of the run. */
export async function fitNamedPictures(named: NamedPictures, size: Size): Promise<StartImage> {
  const { picture, mask, strength } = named
  return {
    pixels: await coverSize(picture, size),
    mask: mask === null ? null : toBrightness(await coverSize(mask, size)),
    strength,
  }
}
