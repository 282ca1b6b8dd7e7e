import { linkSync, readFileSync } from 'node:fs'
import { savePicture } from '../../main/generation/save-picture.ts'
import { makeThumbnails, type Thumbnails } from '../../main/images/thumbnail.ts'
import { openThumbnailDatabase } from '../../main/library/thumbnail-database.ts'
import { exampleRecipe } from '../unit/recipe/example-recipe.ts'

const SIDE = 512
const PICTURES = 16

/** A real picture file, and what the library keeps of it. */
export interface MadeUpPicture {
  readonly path: string
  readonly thumbnails: Thumbnails
}

/** A few pictures that differ in colour and shape. They are to lie on the file system of the library that is made of them. */
export async function makeUpPictures(folder: string): Promise<MadeUpPicture[]> {
  const pictures: MadeUpPicture[] = []
  for (let index = 0; index < PICTURES; index++) {
    const recipe = exampleRecipe({ width: SIDE, height: SIDE })
    const path = await savePicture({ pixels: pixelsOf(index), recipe, folder, stem: `made-up-${index}` })
    const thumbnails = await makeThumbnails(readFileSync(path))
    // The grid asks for the small ones only. A hundred thousand large ones would fill the disk.
    pictures.push({ path, thumbnails: { ...thumbnails, 512: thumbnails[256] } })
  }
  return pictures
}

function pixelsOf(index: number): Uint8Array {
  const pixels = new Uint8Array(3 * SIDE * SIDE)
  for (let at = 0; at < SIDE * SIDE; at++) {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)]
    const wave = Math.sin(x / (12 + index)) * Math.cos(y / (30 - index))
    const grain = (Math.imul(at, 2654435761) >>> 24) / 16
    pixels[3 * at] = 90 + 70 * wave + grain
    pixels[3 * at + 1] = (x * (index + 1)) / 32 + grain
    pixels[3 * at + 2] = 255 - y / 3 - 60 * wave
  }
  return pixels
}

/** Another name for one of the files. */
export function linkPicture(pictures: readonly MadeUpPicture[], path: string, index: number): void {
  const { path: file } = pictureFor(pictures, index)
  linkSync(file, path)
}

/** Stores a thumbnail of each picture of a library, as is done when pictures are made. */
export function storeThumbnails(
  databasePath: string,
  ids: readonly string[],
  pictures: readonly MadeUpPicture[],
): void {
  const database = openThumbnailDatabase(`${databasePath}.thumbnails`)
  for (const [index, id] of ids.entries()) database.write(id, pictureFor(pictures, index).thumbnails)
  database.close()
}

function pictureFor(pictures: readonly MadeUpPicture[], index: number): MadeUpPicture {
  const picture = pictures[index % pictures.length]
  if (picture === undefined) throw new RangeError('There is no picture')
  return picture
}
