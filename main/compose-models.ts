import { homedir } from 'node:os'
import { createBackgroundHashing, type BackgroundHashing } from './catalog/background-hashing.ts'
import type { CatalogModel } from './catalog/built-in-model.ts'
import type { FileHasher } from './catalog/file-hashes.ts'
import { createModelFolders, type ModelFolders, type ModelFoldersOptions } from './catalog/folders/model-folders.ts'
import { programPlaces, type ProgramPlaces } from './catalog/folders/program-places.ts'
import { watchDirectories } from './catalog/folders/watch-directories.ts'
import { createInstalledModels, type InstalledModels } from './catalog/installed-models.ts'
import { createModelPresence } from './catalog/model-presence.ts'
import type { Library } from './library/library.ts'
import type { EventBus } from './server/event-bus.ts'

/** What tests put in the place of this computer. */
export interface ModelSurroundings {
  readonly places: ProgramPlaces
  readonly times: NonNullable<ModelFoldersOptions['times']>
}

export interface ModelParts {
  readonly library: Pick<Library, 'models' | 'modelFolders'>
  readonly builtIn: CatalogModel
  readonly hasher: FileHasher
  readonly events: EventBus
  /** Whether a picture is being made. */
  readonly isBusy: () => boolean
  readonly reportError: (error: unknown) => void
  readonly surroundings: Partial<ModelSurroundings>
}

export interface ComposedModels {
  readonly models: InstalledModels
  readonly modelFolders: ModelFolders
  readonly hashing: BackgroundHashing
  /** Begins to read folders and to hash. */
  start(): void
  close(): Promise<void>
}

const TELL_AFTER_MS = 300
/** A list of thousands takes its time to send and to draw. */
const MS_PER_MODEL = 0.4

/** Tells of changes soon, those of a while at once. */
function createAnnouncer(announce: () => number) {
  let timer: NodeJS.Timeout | null = null
  let count = 0
  return {
    request: () => {
      timer ??= setTimeout(
        () => {
          timer = null
          count = announce()
        },
        TELL_AFTER_MS + count * MS_PER_MODEL,
      )
    },
    cancel() {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}

const thisComputer = () => ({ platform: process.platform, home: homedir(), environment: process.env })

/** Wires models: the list, the folders that are watched, hashing. */
export function composeModels(parts: ModelParts): ComposedModels {
  const { library, builtIn, hasher, events, isBusy, reportError, surroundings } = parts
  const computer = thisComputer()
  const { places = programPlaces(computer), times } = surroundings
  const presence = createModelPresence()
  const modelsChanged = createAnnouncer(() => {
    const list = models.list()
    events.emit({ type: 'modelsChanged', models: list })
    return list.length
  })
  const foldersChanged = createAnnouncer(() => {
    events.emit({ type: 'modelFoldersChanged', modelFolders: modelFolders.state() })
    return 0
  })
  const hashing = createBackgroundHashing({
    store: library.models,
    isPresent: presence.isPresent,
    hasher,
    isBusy,
    onChange: (state) => events.emit({ type: 'hashingChanged', hashing: state }),
    onHashed: modelsChanged.request,
    reportError,
  })
  const modelFolders = createModelFolders({
    store: library.models,
    folders: library.modelFolders,
    presence,
    search: { places, surroundings: { ...computer, comfyuiSettings: places.comfyuiSettings } },
    watch: watchDirectories,
    now: Date.now,
    onModels() {
      modelsChanged.request()
      foldersChanged.request()
      hashing.wake()
    },
    onFolders: foldersChanged.request,
    reportError,
    ...(times === undefined ? {} : { times }),
  })
  const models = createInstalledModels(library.models, builtIn, {
    presence,
    folderOf: modelFolders.folderOf,
    onAdded: hashing.prefer,
  })
  return {
    models,
    modelFolders,
    hashing,
    start() {
      modelFolders.start()
      hashing.wake()
    },
    async close() {
      await modelFolders.close()
      await hashing.close()
      modelsChanged.cancel()
      foldersChanged.cancel()
    },
  }
}
