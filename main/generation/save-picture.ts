import { mkdir } from 'node:fs/promises'
import type { Recipe } from '../../models/recipe/recipe.ts'
import { describeFileError } from '../files/file-error.ts'
import { nodeFileSystem, type FileSystem } from '../files/file-system.ts'
import { writeUnderFreeName } from '../files/free-name.ts'
import { encodePng } from '../images/encode-png.ts'
import { INFOTEXT_KEYWORD, RECIPE_KEYWORD } from '../images/settings-text.ts'
import { writeInfotext } from '../images/write-infotext.ts'

export interface PictureToSave {
  readonly pixels: Uint8Array
  readonly recipe: Recipe
  readonly folder: string
  /** File name without ending. */
  readonly stem: string
}

/**
 * Writes a picture with its settings as a PNG, whole or not at all, and never over another file.
 * @returns its path.
 * @throws FileError naming the file.
 */
export async function savePicture(
  { pixels, recipe, folder, stem }: PictureToSave,
  fileSystem: FileSystem = nodeFileSystem,
): Promise<string> {
  const { width, height } = recipe
  const text = new Map([
    [INFOTEXT_KEYWORD, writeInfotext(recipe)],
    [RECIPE_KEYWORD, JSON.stringify(recipe)],
  ])
  const png = await encodePng({ pixels, width, height, text })
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw describeFileError(error, folder, 'written')
  }
  return writeUnderFreeName({ folder, stem, extension: '.png' }, png, fileSystem)
}
