import { access, readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import type { SuggestedFolder } from '../../server/contract/models.ts'
import { readComfyuiPaths, type PathSurroundings } from './comfyui-paths.ts'
import { parseYaml } from './settings-yaml.ts'
import { readSwarmuiPaths } from './swarmui-paths.ts'

export type ModelProgram = SuggestedFolder['program']

/** A program whose models can be used. */
export interface FoundProgram {
  readonly program: ModelProgram
  /** The folder that its models and settings lie in, which may lie below the one that was named. */
  readonly base: string
}

export interface ProgramSurroundings extends Pick<PathSurroundings, 'home' | 'environment'> {
  /** Settings of ComfyUI's desktop program, which lie apart from it. */
  readonly comfyuiSettings: readonly string[]
}

const MOST_SETTINGS_BYTES = 1_000_000

async function isThere(...segments: readonly [string, ...string[]]): Promise<boolean> {
  return access(join(...segments)).then(
    () => true,
    () => false,
  )
}

async function anyOf(base: string, ...names: readonly string[]): Promise<boolean> {
  for (const name of names) if (await isThere(base, name)) return true
  return false
}

/** Empty where there is none, or it is larger than settings are. */
export async function readSettingsText(path: string): Promise<string> {
  const status = await stat(path).catch(() => null)
  if (status?.isFile() !== true || status.size > MOST_SETTINGS_BYTES) return ''
  return readFile(path, 'utf8').catch(() => '')
}

const TESTS: readonly (readonly [ModelProgram, (base: string) => Promise<boolean>])[] = [
  ['swarmui', (base) => anyOf(base, 'Data/Settings.fds', 'src/SwarmUI.csproj', 'SwarmUI.sln')],
  [
    'stability-matrix',
    async (base) =>
      (await anyOf(base, 'Models/StableDiffusion', 'Models/Lora')) &&
      (await anyOf(base, 'Packages', '.sm-portable', 'settings.json')),
  ],
  ['invokeai', (base) => anyOf(base, 'invokeai.yaml', 'databases/invokeai.db')],
  [
    'comfyui',
    async (base) =>
      (await anyOf(base, 'models/checkpoints', 'extra_model_paths.yaml')) &&
      (await anyOf(base, 'main.py', 'custom_nodes', 'extra_model_paths.yaml')),
  ],
  [
    'a1111',
    async (base) =>
      (await isThere(base, 'models/Stable-diffusion')) &&
      (await anyOf(base, 'webui.py', 'launch.py', 'webui.sh', 'webui-user.bat', 'webui-user.sh')),
  ],
]

/** Packages of these programs have them in a folder of this name. */
const INNER = ['', 'Data', 'ComfyUI', 'webui']

/** The program whose folder this is; null where it is none that is known. */
export async function identifyProgram(folder: string): Promise<FoundProgram | null> {
  for (const inner of INNER) {
    const base = inner === '' ? folder : join(folder, inner)
    if (!(await isThere(base))) continue
    for (const [program, test] of TESTS) if (await test(base)) return { program, base }
  }
  return null
}

const USUAL = {
  a1111: ['Stable-diffusion', 'Lora', 'LyCORIS', 'VAE', 'VAE-approx'].map((name) => join('models', name)),
  comfyui: ['checkpoints', 'loras', 'vae', 'vae_approx', 'diffusion_models', 'unet', 'diffusers'].map((name) =>
    join('models', name),
  ),
  'stability-matrix': ['StableDiffusion', 'Lora', 'LyCORIS', 'VAE', 'ApproxVAE', 'DiffusionModels', 'Diffusers'].map(
    (name) => join('Models', name),
  ),
} as const satisfies Partial<Record<ModelProgram, readonly string[]>>

const usual = (base: string, program: keyof typeof USUAL) => USUAL[program].map((path) => join(base, path))

async function comfyuiFolders(base: string, surroundings: ProgramSurroundings): Promise<string[]> {
  const read = async (path: string) =>
    readComfyuiPaths(await readSettingsText(path), { ...surroundings, folder: dirname(path) })
  const own = await read(join(base, 'extra_model_paths.yaml'))
  const apart = await Promise.all(surroundings.comfyuiSettings.map(read))
  const named = apart.filter(({ bases }) => bases.includes(normalize(base)))
  return [...usual(base, 'comfyui'), ...own.models, ...named.flatMap(({ models }) => models)]
}

const invokeaiSchema = z.object({ models_dir: z.string().min(1) })

async function invokeaiFolders(base: string): Promise<string[]> {
  let settings: unknown = null
  try {
    settings = parseYaml(await readSettingsText(join(base, 'invokeai.yaml')))
  } catch {
    // Not readable: its models lie where they usually do.
  }
  const named = invokeaiSchema.safeParse(settings).data?.models_dir ?? 'models'
  const isUsable = !/^[\\/]{2}|\p{Cc}/u.test(named)
  const path = isUsable ? named : 'models'
  return [isAbsolute(path) ? normalize(path) : join(base, path)]
}

/** The folders of checkpoints, LoRAs and VAEs that a program uses, whether or not they are there. */
export async function modelFoldersOf(
  { program, base }: FoundProgram,
  surroundings: ProgramSurroundings,
): Promise<string[]> {
  switch (program) {
    case 'a1111':
    case 'stability-matrix':
      return usual(base, program)
    case 'comfyui':
      return [...new Set(await comfyuiFolders(base, surroundings))]
    case 'swarmui':
      return readSwarmuiPaths(base, await readSettingsText(join(base, 'Data', 'Settings.fds')))
    case 'invokeai':
      return invokeaiFolders(base)
  }
}
