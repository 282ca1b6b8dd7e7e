import sharp from 'sharp'
import { sentence } from '../../models/sentences/catalogue.ts'
import { readExifComment } from './exif-comment.ts'
import { ImageError } from './image-error.ts'
import { isPng } from './png-chunks.ts'
import { readPngText } from './png-text.ts'

/** Texts about its making that a picture file carries; null where it has none. */
export interface SettingsTexts {
  /** Our recipe as JSON. */
  readonly recipe: string | null
  /** A1111's settings text. */
  readonly infotext: string | null
}

/** PNG text keyword of A1111's settings text, which most programs and sites read. */
export const INFOTEXT_KEYWORD = 'parameters'
/** PNG text keyword of the full recipe as JSON. */
export const RECIPE_KEYWORD = 'onestroke_recipe'

async function readExif(bytes: Uint8Array): Promise<string | null> {
  try {
    const { exif } = await sharp(bytes).metadata()
    return exif === undefined ? null : readExifComment(exif)
  } catch (error) {
    throw new ImageError(sentence('image.unreadable'), { cause: error })
  }
}

/**
 * Reads the settings that a PNG, JPEG or WebP file carries, without decoding the picture.
 * @throws ImageError where the file is no picture, damaged, or holds more text than any known program writes.
 */
export async function readSettingsTexts(bytes: Uint8Array): Promise<SettingsTexts> {
  if (!isPng(bytes)) return { recipe: null, infotext: await readExif(bytes) }
  const texts = readPngText(bytes)
  return { recipe: texts.get(RECIPE_KEYWORD) ?? null, infotext: texts.get(INFOTEXT_KEYWORD) ?? null }
}
