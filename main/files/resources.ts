import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Package {
  readonly folder: string
  readonly version: string
}

let found: Package | undefined

/** The package is found by its name because this code runs from `main/files/` as source and from `dist/` when bundled. */
function findPackage(): Package {
  if (found !== undefined) return found
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const version = onestrokeVersionAt(folder)
    if (version !== null) return (found = { folder, version })
  }
  throw new Error('Onestroke’s own files are incomplete: package.json is missing. Install it again.')
}

function onestrokeVersionAt(folder: string): string | null {
  let text: string
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8')
  } catch {
    return null
  }
  const content: unknown = JSON.parse(text)
  if (typeof content !== 'object' || content === null || !('name' in content) || content.name !== 'onestroke')
    return null
  return 'version' in content && typeof content.version === 'string' ? content.version : null
}

/** The path of a file that Onestroke ships, such as `resourcePath('models', 'tokenizer', 'merges.txt')`. */
export function resourcePath(...segments: readonly string[]): string {
  return join(findPackage().folder, ...segments)
}

/** Onestroke's own version, as package.json states it. */
export function onestrokeVersion(): string {
  return findPackage().version
}
