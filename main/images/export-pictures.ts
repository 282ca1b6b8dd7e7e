import { readFile } from 'node:fs/promises'
import { basename, extname, isAbsolute } from 'node:path'
import { sentence } from '../../models/sentences/catalogue.ts'
import { describeFileError, FileError } from '../files/file-error.ts'
import { writeUnderFreeName } from '../files/free-name.ts'
import { decodePixels } from './decode-pixels.ts'
import { encodePng } from './encode-png.ts'

export interface ExportOptions {
  /** An existing folder's absolute path. */
  readonly folder: string
  /** Leaves out every text, so that the copies do not tell how they were made. */
  readonly withoutMetadata: boolean
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw describeFileError(error, path, 'read')
  }
}

/**
 * Copies pictures into a folder under their own names, never over another file.
 * @returns the paths of the copies.
 * @throws FileError or ImageError; what was copied before stays.
 */
export async function exportPictures(paths: readonly string[], options: ExportOptions): Promise<string[]> {
  const { folder, withoutMetadata } = options
  if (!isAbsolute(folder)) throw new FileError(sentence('file.no-folder-path', { path: folder }), 'EINVAL')
  const copies: string[] = []
  for (const path of paths) {
    const content = await readWhole(path)
    const bytes = withoutMetadata ? await encodePng({ ...(await decodePixels(content)), text: new Map() }) : content
    const stem = basename(path, extname(path))
    copies.push(await writeUnderFreeName({ folder, stem, extension: '.png' }, bytes))
  }
  return copies
}
