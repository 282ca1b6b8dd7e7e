import { open, type FileHandle } from 'node:fs/promises'
import { parseRecipe, RecipeError } from '../../models/recipe/recipe.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { describeFileError } from '../files/file-error.ts'
import { ImageError } from '../images/image-error.ts'
import { isPng } from '../images/png-chunks.ts'
import { readPngText } from '../images/png-text.ts'
import { RECIPE_KEYWORD } from '../images/settings-text.ts'
import type { PictureFile } from './write-images.ts'

/** Recipe and settings text take a few kilobytes, before the pixels. */
const FIRST_READ_BYTES = 32 * 1024
const SIGNATURE_BYTES = 8
/** Length, type and CRC: what a chunk takes beside its data. */
const CHUNK_OVERHEAD = 12
/** The chunk that ends a PNG file, whole. */
const END_CHUNK = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82])

/**
 * Reads the recipe of a picture file without its pixels.
 * @returns null where it is no PNG, or has no recipe of its own: a file that another program resized counts as foreign.
 * @throws ImageError for a damaged file or recipe, RecipeError for a newer one, FileError where it can't be read; without the
 *   file's name except in FileError.
 */
export async function readPictureFile(path: string): Promise<PictureFile | null> {
  try {
    const file = await open(path, 'r')
    try {
      const { size: fileBytes } = await file.stat()
      const head = await readHead(file, fileBytes)
      return head === null ? null : readRecipeIn(head, { path, fileBytes })
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof ImageError || error instanceof RecipeError) throw error
    throw describeFileError(error, path, 'read')
  }
}

function readRecipeIn(head: Buffer, file: Pick<PictureFile, 'path' | 'fileBytes'>): PictureFile | null {
  const text = readPngText(Buffer.concat([head, END_CHUNK])).get(RECIPE_KEYWORD)
  if (text === undefined) return null
  const recipe = parseRecipe(parseJson(text))
  const [width, height] = [head.readUInt32BE(SIGNATURE_BYTES + 8), head.readUInt32BE(SIGNATURE_BYTES + 12)]
  return recipe.width === width && recipe.height === height ? { ...file, recipe } : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ImageError(sentence('recipe.damaged'), { cause })
  }
}

/** The file up to its pixels, or up to where it is cut off; null where it is no PNG. */
async function readHead(file: FileHandle, fileBytes: number): Promise<Buffer | null> {
  for (let length = FIRST_READ_BYTES; ; length *= 4) {
    const bytes = await readStart(file, Math.min(length, fileBytes))
    if (!isPng(bytes)) return null
    const end = findPixels(bytes)
    if (end !== null) return bytes.subarray(0, end)
    if (length >= fileBytes) return bytes
  }
}

async function readStart(file: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

/** Where the first IDAT chunk begins; null where it begins after these bytes. */
function findPixels(bytes: Buffer): number | null {
  let offset = SIGNATURE_BYTES
  while (offset + 8 <= bytes.length) {
    if (bytes.toString('latin1', offset + 4, offset + 8) === 'IDAT') return offset
    offset += CHUNK_OVERHEAD + bytes.readUInt32BE(offset)
  }
  return null
}
