import { isAbsolute, join, normalize } from 'node:path'

const MOST_CHARACTERS = 1_000_000
const MOST_PATHS = 100

const KINDS = {
  SDModelFolder: 'Stable-Diffusion',
  SDLoraFolder: 'Lora',
  SDVAEFolder: 'VAE',
} as const

/** The entries of the section `Paths:` of SwarmUI's Settings.fds: indented lines of `name: value`. */
function readPathsSection(text: string): Map<string, string> {
  const values = new Map<string, string>()
  let inside = false
  for (const line of text.slice(0, MOST_CHARACTERS).split(/\r?\n/)) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    const isIndented = /^[\t ]/.test(line)
    if (!isIndented) inside = line.trim() === 'Paths:'
    const [, name, value] = /^\s+(\w+):\s*(.*?)\s*$/.exec(line) ?? []
    if (inside && isIndented && name !== undefined && value !== undefined) values.set(name, value)
  }
  return values
}

/** Several are parted by semicolons. Servers are not asked because a settings file names them. */
function partsOf(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !/^[\\/]{2}|\p{Cc}/u.test(part))
}

/**
 * The folders of checkpoints, LoRAs and VAEs that SwarmUI uses.
 * @param root SwarmUI's own folder
 * @param settings the text of its Data/Settings.fds; empty where there is none
 */
export function readSwarmuiPaths(root: string, settings: string): string[] {
  const values = readPathsSection(settings)
  const below = (base: string, path: string) => normalize(isAbsolute(path) ? path : join(base, path))
  const modelRoots = partsOf(values.get('ModelRoot') ?? 'Models').map((path) => below(root, path))
  const paths = Object.entries(KINDS).flatMap(([name, usual]) =>
    partsOf(values.get(name) ?? usual).flatMap((path) => modelRoots.map((modelRoot) => below(modelRoot, path))),
  )
  return [...new Set(paths)].slice(0, MOST_PATHS)
}
