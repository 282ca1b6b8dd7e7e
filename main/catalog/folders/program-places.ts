import { posix, win32 } from 'node:path'
import { z } from 'zod'
import { readComfyuiPaths } from './comfyui-paths.ts'
import { readSettingsText, type ProgramSurroundings } from './programs.ts'

/** The computer that programs are looked for on. */
export interface Computer {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Where programs may lie, and the settings that name more places. */
export interface ProgramPlaces {
  /** Folders that may be a program's, most of which do not exist. */
  readonly folders: readonly string[]
  readonly comfyuiSettings: readonly string[]
  /** Stability Matrix writes here where its library lies. */
  readonly stabilityMatrixSettings: readonly string[]
}

/** How the folders of the programs are called by their installers and guides. */
const NAMES = [
  'stable-diffusion-webui',
  'stable-diffusion-webui-forge',
  'stable-diffusion-webui-reForge',
  'stable-diffusion-webui-directml',
  'webui_forge_cu121_torch231',
  'webui_forge_cu121_torch21',
  'sd.webui',
  'forge',
  'ComfyUI',
  'ComfyUI_windows_portable',
  'invokeai',
  'InvokeAI',
  'StabilityMatrix',
  'SwarmUI',
  'StableSwarmUI',
]

/** Below the home folder, where people put programs of this kind. */
const BELOW_HOME = ['', 'Documents', 'Desktop', 'Downloads', 'AI', 'ai', 'apps', 'Applications', 'git', 'src', 'comfy']
/** On Windows they often lie at a drive's root, as paths there are short. */
const DRIVES = ['C:\\', 'D:\\', 'E:\\', 'F:\\']
const BELOW_DRIVES = ['', 'AI']
const UNIX_PLACES = ['/opt', '/workspace']

function settingsFolder({ platform, home, environment }: Computer): string {
  if (platform === 'win32') return environment['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support')
  return environment['XDG_CONFIG_HOME'] ?? posix.join(home, '.config')
}

/** Where programs usually lie on a computer: names alone, nothing is looked at. */
export function programPlaces(computer: Computer): ProgramPlaces {
  const { platform, home, environment } = computer
  const path = platform === 'win32' ? win32 : posix
  const parents = [
    ...BELOW_HOME.map((name) => path.join(home, name)),
    ...(platform === 'win32'
      ? DRIVES.flatMap((drive) => BELOW_DRIVES.map((name) => path.join(drive, name)))
      : UNIX_PLACES),
  ]
  const settings = settingsFolder(computer)
  const named = environment['INVOKEAI_ROOT']
  return {
    folders: [
      ...(named === undefined || named === '' ? [] : [named]),
      ...parents.flatMap((parent) => NAMES.map((name) => path.join(parent, name))),
      path.join(settings, 'StabilityMatrix'),
    ],
    comfyuiSettings: [path.join(settings, 'ComfyUI', 'extra_models_config.yaml')],
    stabilityMatrixSettings: [path.join(settings, 'StabilityMatrix', 'library.json')],
  }
}

const librarySchema = z.object({ LibraryPath: z.string().min(1) })

async function stabilityMatrixLibrary(path: string): Promise<string[]> {
  try {
    const library = librarySchema.parse(JSON.parse(await readSettingsText(path)))
    return /^[\\/]{2}/.test(library.LibraryPath) ? [] : [library.LibraryPath]
  } catch {
    return []
  }
}

/** All folders that may be a program's: the usual places, and those that settings name. */
export async function candidateFolders(
  places: ProgramPlaces,
  surroundings: Pick<ProgramSurroundings, 'home' | 'environment'>,
): Promise<string[]> {
  const comfyui = places.comfyuiSettings.map(async (path) => {
    const text = await readSettingsText(path)
    return readComfyuiPaths(text, { ...surroundings, folder: surroundings.home }).bases
  })
  const libraries = places.stabilityMatrixSettings.map(stabilityMatrixLibrary)
  const named = await Promise.all([...comfyui, ...libraries])
  return [...new Set([...named.flat(), ...places.folders])]
}
