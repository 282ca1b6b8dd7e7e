import { join } from 'node:path'
import trash from 'trash'
import { builtInModel } from '../catalog/built-in-model.ts'
import type { ModelFolders } from '../catalog/folders/model-folders.ts'
import type { InstalledModels } from '../catalog/installed-models.ts'
import { composeDownloads, type ComposedDownloads, type DownloadSurroundings } from '../compose-downloads.ts'
import { composeModels } from '../compose-models.ts'
import { composePresets } from '../compose-presets.ts'
import { measureFreeSpace } from '../files/disk-space.ts'
import { takeProcessLock } from '../files/process-lock.ts'
import type { PresetList } from '../generation/preset-list.ts'
import type { ValueStore } from '../library/library.ts'
import { openLibrary } from '../library/open-library.ts'
import { createEventBus, type EventBus } from '../server/event-bus.ts'
import type { Settings } from '../server/contract/studio.ts'
import { createSettingsStore, requireUsableMirror } from '../settings/settings-store.ts'
import type { Application } from './application.ts'

/** The studio's models and downloads, for a command that works with them alone. */
export interface OpenModels {
  readonly models: InstalledModels
  readonly modelFolders: ModelFolders
  readonly settings: Settings
  readonly downloads: ComposedDownloads
  readonly presets: PresetList
  readonly events: EventBus
}

export interface OpenModelsOptions {
  readonly mirror?: string | undefined
  readonly surroundings?: Partial<DownloadSurroundings>
}

/** What the studio's own queue holds stays there: a command does its own work and leaves none behind. */
function withoutQueue(values: ValueStore): ValueStore {
  const kept = new Map<string, unknown>()
  const isQueue = (key: string) => key === 'downloads'
  return {
    read: (key, schema) => (isQueue(key) ? (schema.safeParse(kept.get(key)).data ?? null) : values.read(key, schema)),
    write: (key, value) => (isQueue(key) ? void kept.set(key, value) : values.write(key, value)),
  }
}

/**
 * Opens the library while `use` works with it.
 * @throws LockedError where the studio runs; MirrorError; what `use` throws
 */
export async function withModels<T>(
  { folders, tell, hasher }: Application,
  { mirror, surroundings = {} }: OpenModelsOptions,
  use: (open: OpenModels) => Promise<T>,
): Promise<T> {
  if (mirror !== undefined) requireUsableMirror(mirror)
  const unlock = takeProcessLock(join(folders.data, 'onestroke.lock'))
  try {
    const library = await openLibrary({
      databasePath: join(folders.data, 'library.db'),
      picturesFolder: folders.pictures,
      trash: (paths) => trash(paths, { glob: false }),
    })
    const stored = createSettingsStore(library.values, folders).get()
    const settings = mirror === undefined ? stored : { ...stored, downloadMirror: mirror }
    const events = createEventBus()
    const reportError = (error: unknown) =>
      tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
    const { models, modelFolders, ...catalog } = composeModels({
      library,
      builtIn: builtInModel(),
      hasher,
      events,
      // A command hashes nothing that it was not asked to.
      isBusy: () => true,
      reportError,
      surroundings: { times: { settleMs: 0 } },
    })
    const { presets } = composePresets(library.values, events)
    const downloads = composeDownloads({
      settings: { get: () => settings },
      models,
      values: withoutQueue(library.values),
      events,
      measureFreeSpace,
      reportError,
      surroundings,
    })
    try {
      downloads.start()
      return await use({ models, modelFolders, settings, downloads, presets, events })
    } finally {
      await downloads.close()
      await catalog.close()
      await library.close()
    }
  } finally {
    unlock()
  }
}
