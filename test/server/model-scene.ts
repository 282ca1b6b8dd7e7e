import { join } from 'node:path'
import { createFileHasher } from '../../main/catalog/file-hashes.ts'
import {
  modelFoldersSchema,
  modelSchema,
  type Model,
  type ModelFolder,
  type ModelFolders,
} from '../../main/server/contract/models.ts'
import { newHome, openStudio, type Studio, type StudioOptions } from './studio.ts'

/** Quick enough for a test, and still in the order of things. */
const TIMES = { settleMs: 150, gatherMs: 20, lookMs: 50, readMs: 60_000 }

export interface ModelScene extends Studio {
  folders(): Promise<ModelFolders>
  /** All but the built-in model. */
  models(): Promise<Model[]>
  /** Adds a folder and waits until it is read. */
  addFolder(path: string): Promise<ModelFolder>
  /** Waits until something is so, and fails after some seconds. */
  until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T>
}

const DEADLINE_MS = 20_000

async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`It never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A studio whose folders are read quickly, and which looks for other programs in `places` alone. */
export async function openModelScene(
  options: StudioOptions & { places?: readonly string[] } = {},
): Promise<ModelScene> {
  const home = options.home ?? newHome()
  const studio = await openStudio({
    hasher: createFileHasher(join(home, 'cache', 'file-hashes.json')),
    ...options,
    home,
    parts: {
      modelSearch: {
        places: { folders: options.places ?? [], comfyuiSettings: [], stabilityMatrixSettings: [] },
        times: TIMES,
      },
      ...options.parts,
    },
  })
  const folders = async () => modelFoldersSchema.parse(await studio.json('GET', '/api/model-folders'))
  const models = async () =>
    modelSchema
      .array()
      .parse(await studio.json('GET', '/api/models'))
      .filter(({ builtIn }) => !builtIn)
  return {
    ...studio,
    folders,
    models,
    until,
    async addFolder(path) {
      const before = new Set((await folders()).folders.map(({ id }) => id))
      const added = modelFoldersSchema.parse(await studio.json('POST', '/api/model-folders', { path }))
      const [{ id } = { id: added.folders.at(-1)?.id }] = added.folders.filter((folder) => !before.has(folder.id))
      return until(`${path} is read`, async () =>
        (await folders()).folders.find((folder) => folder.id === id && folder.state === 'watched'),
      )
    },
  }
}

/** What a folder's models are called, in order. */
export function namesOf(models: readonly Model[]): string[] {
  return models.map(({ name }) => name).toSorted()
}
