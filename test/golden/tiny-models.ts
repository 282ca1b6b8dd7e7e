import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { resourcePath } from '../../main/files/resources.ts'
import { GOLDEN_FOLDER, unpackGolden } from './reference.ts'

/** Where golden models lie unpacked, from one test run to the next; another set of them gets another folder. */
const folder = resourcePath('node_modules', '.cache', `onestroke-golden-${statSync(GOLDEN_FOLDER).mtimeMs}`)

/** Path of a golden file, unpacked. */
export function goldenPath(name: string): string {
  return unpackGolden(name, folder)
}

/** Path of a golden folder (a diffusers model), unpacked with all its files. */
export function goldenFolderPath(name: string): string {
  const entries = readdirSync(join(GOLDEN_FOLDER, name), { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    goldenPath(relative(GOLDEN_FOLDER, join(entry.parentPath, entry.name)).replace(/\.gz$/, ''))
  }
  return join(folder, name)
}
