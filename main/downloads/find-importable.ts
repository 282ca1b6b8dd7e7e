import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describeFileError } from '../files/file-error.ts'
import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import { hasPublishedSize } from '../catalog/published/published-files.ts'
import { hashWholeFile } from '../catalog/verify-model.ts'

/** A file that may be one of the catalog. */
export interface Importable {
  readonly path: string
  readonly file: ManifestFile
}

/** How deep a stick is searched, and how many names are looked at. */
const DEEPEST = 4
const MOST_NAMES = 20_000

async function* pathsBelow(folder: string, depth: number): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (depth === 0) throw describeFileError(error, folder, 'read')
    return []
  })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && depth < DEEPEST) yield* pathsBelow(path, depth + 1)
  }
}

/** The size says little: finetunes and LoRAs of one layout share it. So the name decides, else the hash. */
async function recognise(path: string, fitting: readonly ManifestFile[]): Promise<ManifestFile | undefined> {
  if (fitting.length === 0) return undefined
  const name = basename(path)
  const named = fitting.find(({ fileName, source }) => [fileName, basename(source.path)].includes(name))
  if (named !== undefined) return named
  const sha256 = await hashWholeFile(path)
  return fitting.find((file) => file.sha256 === sha256)
}

/** Of a file that the user names, the size is enough: its hash is then told beside the right one. */
async function recogniseNamed(path: string, fitting: readonly ManifestFile[]): Promise<ManifestFile | undefined> {
  return (await recognise(path, fitting)) ?? (fitting.length === 1 ? fitting[0] : undefined)
}

/**
 * Looks for files of the catalog in a folder (a stick, another computer's models), or at one file. Whether a
 * file is right, its hash tells when it is imported.
 * @throws FileError where the path cannot be read
 */
export async function findImportable(path: string, files: readonly ManifestFile[]): Promise<Importable[]> {
  const info = await stat(path).catch((error: unknown) => {
    throw describeFileError(error, path, 'read')
  })
  const isFolder = info.isDirectory()
  const paths = isFolder ? pathsBelow(path, 0) : [path]
  const found = new Map<string, Importable>()
  let names = 0
  for await (const candidate of paths) {
    if (++names > MOST_NAMES) break
    const size = await stat(candidate).then(
      (one) => one.size,
      () => 0,
    )
    const fitting = files.filter((one) => hasPublishedSize(one, size))
    // One that cannot be read is none of those that could be imported.
    const file = await (isFolder
      ? recognise(candidate, fitting).catch(() => undefined)
      : recogniseNamed(candidate, fitting))
    if (file !== undefined && !found.has(file.id)) found.set(file.id, { path: candidate, file })
  }
  return [...found.values()]
}
