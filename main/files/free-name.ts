import { access } from 'node:fs/promises'
import { join } from 'node:path'

import { sentence } from '../../models/sentences/catalogue.ts'
import { writeFileAtomically } from './atomic-write.ts'
import { FileError } from './file-error.ts'
import { nodeFileSystem, type FileSystem } from './file-system.ts'

const MOST_COLLISIONS = 100_000

export interface FreeName {
  readonly folder: string
  /** The name without its ending. */
  readonly stem: string
  /** With the dot. */
  readonly extension: string
}

/**
 * Writes a file under the first name that is free: `stem.ext`, else `stem-1.ext`, `stem-2.ext` and so on. Safe beside
 * other programs that write into the same folder.
 * @returns the path.
 * @throws FileError as `writeFileAtomically`.
 */
export async function writeUnderFreeName(
  name: FreeName,
  bytes: Uint8Array,
  fileSystem: FileSystem = nodeFileSystem,
): Promise<string> {
  for (let collision = 0; collision < MOST_COLLISIONS; collision++) {
    const path = join(name.folder, `${name.stem}${collision === 0 ? '' : `-${collision}`}${name.extension}`)
    if (await exists(path)) continue
    try {
      await writeFileAtomically(path, bytes, { replace: false, fileSystem })
      return path
    } catch (error) {
      if (!(error instanceof FileError) || error.code !== 'EEXIST') throw error
    }
  }
  throw new FileError(sentence('file.too-many-names', { folder: name.folder, stem: name.stem }), 'EEXIST')
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
