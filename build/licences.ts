import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { DIST, NODE_MODULES, ROOT } from './repository.mjs'

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  homepage: z.string().optional(),
  repository: z.union([z.string(), z.object({ url: z.string() })]).optional(),
})
type Manifest = z.infer<typeof manifestSchema>

const TEXTS = join(import.meta.dirname, 'licences')
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([-.].*)?$/i
const RULE = '='.repeat(100)

const INTRODUCTION = `Onestroke is made with the work of others. These are the packages inside this program, with their licences.
Electron and Chromium, which draw its window, have files of their own: LICENSE.electron.txt and LICENSES.chromium.html.`

/** Texts for packages that come without one: those of their makers' own releases, of the same major version. */
function addedTexts(folder: string, { name, version }: Manifest): string[] {
  const major = version.split('.')[0] ?? ''
  if (name === 'node') return [join(TEXTS, `node-${major}.txt`)]
  if (name === 'onnxruntime-node') return [join(TEXTS, `onnxruntime-${major}.txt`)]
  if (name === 'onnxruntime-common') return [join(TEXTS, 'onnxruntime-common.txt')]
  // By the makers of hono, under the same licence.
  if (name.startsWith('@hono/')) return [join(NODE_MODULES, 'hono', 'LICENSE')]
  if (!name.startsWith('@img/sharp-libvips-')) return []
  // Its README lists the libraries in it and their licences.
  return [join(folder, 'README.md'), join(TEXTS, 'lgpl-3.0.txt'), join(TEXTS, 'gpl-3.0.txt')]
}

/** @returns the packages that the builds of dist/ have bundled, as folders. */
export function bundledPackages(): string[] {
  const notes = readdirSync(DIST).filter((name) => name.startsWith('.packages-'))
  const folders = notes.flatMap((name) => z.array(z.string()).parse(JSON.parse(readFileSync(join(DIST, name), 'utf8'))))
  return [...new Set(folders)].map((folder) => join(ROOT, folder))
}

/** @returns the packages in a node_modules folder and in those within, as folders. */
export function packagesBelow(nodeModules: string): string[] {
  if (!existsSync(nodeModules)) return []
  const names = readdirSync(nodeModules).filter((name) => !name.startsWith('.'))
  const folders = names.flatMap((name) => {
    const folder = join(nodeModules, name)
    return name.startsWith('@') ? readdirSync(folder).map((scoped) => join(folder, scoped)) : [folder]
  })
  return folders.flatMap((folder) => [folder, ...packagesBelow(join(folder, 'node_modules'))])
}

/**
 * The licences of packages as one text, each package once.
 * @throws {Error} where a package has no licence text.
 */
export function composeLicences(folders: readonly string[]): string {
  const described = new Map(folders.map((folder) => describe(folder)))
  const sections = [...described].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, section]) => section)
  return [INTRODUCTION, ...sections].join(`\n\n${RULE}\n`)
}

/** @returns the package's name with its version, and its section. */
function describe(folder: string): [string, string] {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const title = `${manifest.name} ${manifest.version}`
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name))
  const texts = files.length > 0 ? files.map((name) => join(folder, name)) : addedTexts(folder, manifest)
  if (texts.length === 0) throw new Error(`${title} comes without the text of its licence. Put it in build/licences/.`)
  const head = `${title} (${manifest.license ?? 'see below'})\n${addressOf(manifest)}`
  return [title, [head, ...texts.map((path) => readFileSync(path, 'utf8').trim())].join('\n\n')]
}

function addressOf({ homepage, repository }: Manifest): string {
  const url = typeof repository === 'object' ? repository.url : repository
  return homepage ?? url?.replace(/^git\+/, '').replace(/\.git$/, '') ?? ''
}
