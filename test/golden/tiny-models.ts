import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { GOLDEN_FOLDER, unpackGolden } from './reference.ts'

const folder = mkdtempSync(join(tmpdir(), 'onestroke-golden-'))
const unpacked = new Map<string, string>()

/** Path of a golden file, unpacked into a folder of this test run's own. */
export function goldenPath(name: string): string {
  const known = unpacked.get(name)
  if (known !== undefined) return known
  const path = unpackGolden(name, folder)
  unpacked.set(name, path)
  return path
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
