import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The folder of the package that a module belongs to, relative to the checkout; null for our own code. */
function packageFolder(id: string): string | null {
  const path = id.replaceAll('\\', '/')
  const root = ROOT.replaceAll('\\', '/')
  if (!path.startsWith(root)) return null
  return /^(.*\/)?node_modules\/(@[^/]+\/)?[^/?]+(?=\/)/.exec(path.slice(root.length))?.[0] ?? null
}

/** Notes in `dist/.packages-NAME.json` which packages a build has bundled, for their licences (build/licences.ts). */
export function noteBundledPackages(name: string): Plugin {
  return {
    name: 'note-bundled-packages',
    generateBundle() {
      const folders = [...this.getModuleIds()].flatMap((id) => packageFolder(id) ?? [])
      const file = fileURLToPath(new URL(`../dist/.packages-${name}.json`, import.meta.url))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify([...new Set(folders)].toSorted(), null, 2)}\n`)
    },
  }
}
