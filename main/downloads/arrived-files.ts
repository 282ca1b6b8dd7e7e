import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import { hasPublishedSize } from '../catalog/published/published-files.ts'
import { hashWholeFile } from '../catalog/verify-model.ts'
import { describeFileError, errorCode } from '../files/file-error.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { totalBytes } from './byte-ranges.ts'
import { DownloadError } from './download-error.ts'
import type { Run } from './order.ts'
import { readPartState } from './part-state.ts'

/** Named by what it is to become: no two files share a part. */
export const partPathOf = (folder: string, { sha256 }: ManifestFile) => join(folder, `${sha256}.part`)
export const importPathOf = (folder: string, { sha256 }: ManifestFile) => join(folder, `${sha256}.import`)

/** How many bytes of a file have arrived in a folder. */
export async function arrivedIn(folder: string, file: ManifestFile): Promise<number> {
  const path = partPathOf(folder, file)
  const size = await stat(path).then(
    (part) => part.size,
    () => 0,
  )
  return totalBytes(readPartState(`${path}.json`, size)?.done ?? [])
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const info = await stat(path)
    return info.isFile() ? info.size : Number.NaN
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw describeFileError(error, path, 'read')
  }
}

/**
 * The file itself, where it lies there already under its name.
 * @throws DownloadError where another file has the name; FileError; the signal's reason
 */
export async function findPlaced({ folder, file, signal, report }: Run): Promise<string | null> {
  const path = join(folder, file.fileName)
  const size = await sizeOf(path)
  if (size === null) return null
  if (size === 0) {
    // What a kill between taking a name and moving the file to it leaves, on disks without links.
    await rm(path).catch((error: unknown) => {
      throw describeFileError(error, path, 'written')
    })
    return null
  }
  const onProgress = (doneBytes: number) => report({ state: 'checking', doneBytes, totalBytes: size, problem: null })
  const isIt = hasPublishedSize(file, size) && (await hashWholeFile(path, { signal, onProgress })) === file.sha256
  if (isIt) return path
  throw new DownloadError(sentence('download.name-taken', { path }), 'nothing')
}
