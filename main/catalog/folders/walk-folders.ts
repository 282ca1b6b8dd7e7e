import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file, or a folder in the diffusers layout, that may be a model. */
export interface Candidate {
  readonly path: string
  readonly isFolder: boolean
  /** What lies in the folder that it lies in; of a folder: in itself. */
  readonly names: ReadonlySet<string>
}

/** What was found below some folders. */
export interface Walk {
  readonly candidates: readonly Candidate[]
  /** Every folder that was looked into, by its real path. */
  readonly directories: readonly string[]
  /** Files in a format that can run programs. */
  readonly pickles: number
  /** Which limit kept some of it from being looked at. */
  readonly cutOff: 'number' | 'depth' | null
  /** Folders that could not be looked into. */
  readonly unreadable: readonly string[]
}

export interface WalkLimits {
  readonly depth: number
  readonly candidates: number
  readonly entries: number
}

export const WALK_LIMITS: WalkLimits = { depth: 16, candidates: 20_000, entries: 200_000 }

const MODEL = /\.safetensors$/i
const PICKLE = /\.(ckpt|pt|pth)$/i
/** Where no models are, however large. */
const PASSED_OVER = /^(\.|node_modules$|venv$|__pycache__$|\$RECYCLE\.BIN$|System Volume Information$)/i
const DIFFUSERS_INDEX = 'model_index.json'

interface Found {
  readonly candidates: Candidate[]
  readonly directories: string[]
  readonly visited: Set<string>
  readonly unreadable: string[]
  pickles: number
  entries: number
  cutOff: Walk['cutOff']
}

/** A link counts as what it leads to; one that leads nowhere as nothing. */
async function kindOf(path: string, entry: Dirent): Promise<'folder' | 'file' | null> {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (!entry.isSymbolicLink()) return null
  const target = await stat(path).catch(() => null)
  if (target?.isDirectory() === true) return 'folder'
  return target?.isFile() === true ? 'file' : null
}

/** @returns the folders below it that are still to be looked into */
async function lookInto(folder: string, found: Found, limits: WalkLimits): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (entries === null) {
    found.unreadable.push(folder)
    return []
  }
  found.directories.push(folder)
  const names = new Set(entries.map(({ name }) => name))
  if (names.has(DIFFUSERS_INDEX)) {
    found.candidates.push({ path: folder, isFolder: true, names })
    return []
  }
  const below: string[] = []
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    found.entries++
    if (found.entries > limits.entries || found.candidates.length >= limits.candidates) {
      found.cutOff = 'number'
      return []
    }
    const path = join(folder, entry.name)
    if (PASSED_OVER.test(entry.name)) continue
    const kind = await kindOf(path, entry)
    if (kind === 'folder') below.push(path)
    else if (kind === 'file' && MODEL.test(entry.name)) found.candidates.push({ path, isFolder: false, names })
    else if (kind === 'file' && PICKLE.test(entry.name)) found.pickles++
  }
  return below
}

/**
 * Looks for models below some folders, each real folder once, however many links lead to it. Paths of what is found have
 * the real names of the folders above, so that the same file has one path. Folders that are not there are left out.
 * @throws the signal's reason
 */
export async function walkFolders(
  roots: readonly string[],
  signal: AbortSignal,
  limits: WalkLimits = WALK_LIMITS,
): Promise<Walk> {
  const found: Found = {
    candidates: [],
    directories: [],
    visited: new Set(),
    unreadable: [],
    pickles: 0,
    entries: 0,
    cutOff: null,
  }
  let level: readonly string[] = roots
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const next: string[] = []
    for (const path of level) {
      signal.throwIfAborted()
      const real = await realpath(path).catch(() => null)
      if (real === null || found.visited.has(real)) continue
      found.visited.add(real)
      next.push(...(await lookInto(real, found, limits)))
      if (found.cutOff !== null) return found
    }
    level = next
  }
  return level.length > 0 ? { ...found, cutOff: 'depth' } : found
}
