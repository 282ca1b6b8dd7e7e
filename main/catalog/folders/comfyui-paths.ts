import { isAbsolute, join, normalize, posix, win32 } from 'node:path'
import { z } from 'zod'
import { parseYaml } from './settings-yaml.ts'

/** The folders that a settings file of ComfyUI names. */
export interface ComfyuiPaths {
  /** Of checkpoints, LoRAs and VAEs. */
  readonly models: readonly string[]
  /** Where it says that a whole ComfyUI lies. */
  readonly bases: readonly string[]
}

/** ComfyUI's names for folders whose files Onestroke can use. */
const CATEGORIES: ReadonlySet<string> = new Set([
  'checkpoints',
  'loras',
  'vae',
  'vae_approx',
  'diffusion_models',
  'unet',
  'diffusers',
])

const MOST_PATHS = 200

/** Groups by any name; what is in them is checked one by one, as one wrong entry must not hide the others. */
const fileSchema = z.record(z.string(), z.unknown())
const groupSchema = z.record(z.string(), z.unknown())

export interface PathSurroundings {
  /** The folder of the settings file. */
  readonly folder: string
  readonly home: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** As ComfyUI does (utils/extra_config.py): the home folder and variables of the environment. */
function expand(path: string, { home, environment }: PathSurroundings): string {
  const variables = path.replaceAll(
    /\$\{(\w+)\}|\$(\w+)|%(\w+)%/g,
    (whole, braced: string | undefined, plain: string | undefined, percent: string | undefined) =>
      environment[braced ?? plain ?? percent ?? ''] ?? whole,
  )
  return variables.replace(/^~(?=[\\/]|$)/, () => home)
}

/** Servers are not asked because a settings file names them: Windows would send them the user's name and password hash. */
function isRemote(path: string): boolean {
  return /^[\\/]{2}/.test(path)
}

/** What is too broad to be somebody's models. */
function isWholeDrive(path: string, home: string): boolean {
  return path === posix.parse(path).root || path === win32.parse(path).root || normalize(path) === normalize(home)
}

function resolvePath(path: string, base: string, surroundings: PathSurroundings): string | null {
  const expanded = expand(path.trim(), surroundings)
  if (expanded === '' || /\p{Cc}/u.test(expanded) || isRemote(expanded)) return null
  const full = normalize(isAbsolute(expanded) ? expanded : join(base, expanded))
  const clean = full.length > 1 ? full.replace(/[\\/]+$/, '') : full
  return isRemote(clean) || isWholeDrive(clean, surroundings.home) ? null : clean
}

function linesOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split('\n').filter((line) => line.trim() !== '') : []
}

/**
 * Reads `extra_model_paths.yaml`, or `extra_models_config.yaml` of ComfyUI's desktop program. What is not understood is
 * left out.
 */
export function readComfyuiPaths(text: string, surroundings: PathSurroundings): ComfyuiPaths {
  const groups = fileSchema.safeParse(parseYaml(text)).data ?? {}
  const models: string[] = []
  const bases: string[] = []
  for (const value of Object.values(groups)) {
    const group = groupSchema.safeParse(value).data ?? {}
    const [named] = linesOf(group['base_path'])
    const base = named === undefined ? surroundings.folder : resolvePath(named, surroundings.folder, surroundings)
    if (named !== undefined && base !== null) bases.push(base)
    for (const [category, paths] of Object.entries(group)) {
      if (!CATEGORIES.has(category)) continue
      for (const line of linesOf(paths)) {
        const path = resolvePath(line, base ?? surroundings.folder, surroundings)
        // Relative to a base that may not be used: nowhere.
        if (path !== null && (base !== null || isAbsolute(expand(line.trim(), surroundings)))) models.push(path)
      }
    }
  }
  return { models: [...new Set(models)].slice(0, MOST_PATHS), bases: [...new Set(bases)].slice(0, MOST_PATHS) }
}
