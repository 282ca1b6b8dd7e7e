import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import trash from 'trash'
import { builtInModel } from './catalog/built-in-model.ts'
import type { FileHasher } from './catalog/file-hashes.ts'
import {
  composeDownloads,
  type ComposedDownloads,
  type DownloadParts,
  type DownloadSurroundings,
} from './compose-downloads.ts'
import { composeModels, type ComposedModels, type ModelParts, type ModelSurroundings } from './compose-models.ts'
import { composePresets } from './compose-presets.ts'
import { chooseProviders, readDeviceRecord } from './engine/device-record.ts'
import type { Engine } from './engine/engine-client.ts'
import { availableMemory } from './engine/memory-budget.ts'
import { processMemory } from './engine/process-memory.ts'
import { measureFreeSpace, type MeasureFreeSpace } from './files/disk-space.ts'
import { nodeFileSystem, type FileSystem } from './files/file-system.ts'
import { takeProcessLock } from './files/process-lock.ts'
import { onestrokeVersion, resourcePath } from './files/resources.ts'
import { createDevicePanel, type DevicePanel, type DevicePanelOptions } from './generation/device-panel.ts'
import { createEngineWarmer } from './generation/engine-warmer.ts'
import { createKeptLatents } from './generation/kept-latents.ts'
import { createMemoryPlanner } from './generation/memory-plan.ts'
import { createPromptTokenizer } from './generation/prompt-tokenizer.ts'
import { createJobQueue, type JobQueue } from './generation/queue.ts'
import { createStartImages } from './generation/start-images.ts'
import { createJobRunner, type RunJob } from './generation/run-job.ts'
import type { StorageWatchOptions } from './generation/storage-watch.ts'
import { createModelPreviews } from './images/model-preview.ts'
import type { Library } from './library/library.ts'
import { openLibrary } from './library/open-library.ts'
import type { AccessCheck } from './server/access.ts'
import { announceLibraryChange } from './server/announce-library.ts'
import { createApp, type AppDependencies, type AppType } from './server/app.ts'
import { createEventBus, type EventBus } from './server/event-bus.ts'
import { readPageFiles } from './server/page-files.ts'
import { explainError } from './server/problem.ts'
import type { Folders } from './settings/folders.ts'
import { createSettingsStore } from './settings/settings-store.ts'
import { startUpkeep } from './upkeep.ts'

export interface BackEndOptions {
  readonly folders: Folders
  readonly engine: Engine
  readonly hasher: FileHasher
  /** Gets errors that nobody foresaw. */
  readonly reportError: (error: unknown) => void
  /** Moves files to the trash; the system's unless told. */
  readonly trash?: (paths: readonly string[]) => Promise<void>
  /** What pictures are written with, and what tells how much room is left; the system's unless told. */
  readonly fileSystem?: FileSystem
  readonly measureFreeSpace?: MeasureFreeSpace
  /** What models are downloaded from; the catalog's servers unless told. */
  readonly downloads?: Partial<DownloadSurroundings>
  /** Where models of other programs are looked for; the usual places of this computer unless told. */
  readonly modelSearch?: Partial<ModelSurroundings>
}

/** Everything behind the page, running. */
export interface BackEnd {
  /** The routes for the desktop's pipe, which needs no token. */
  readonly desktopApp: AppType
  /** The routes for a TCP listener with its own rules of access. */
  createWebApp(access: AccessCheck): AppType
  /** What was mended when the library was opened; null where all was well. */
  readonly recovery: Library['recovery']
  /** Ends the running job (it waits for the next start) and writes everything down. Once is enough. */
  close(): Promise<void>
}

type SharedDependencies = Omit<AppDependencies, 'access' | 'desktop' | 'downloads'> & {
  readonly downloads: ComposedDownloads
  readonly catalog: ComposedModels
}

const RANDOM_SEEDS = 2 ** 32

const systemTrash = (paths: readonly string[]) => trash(paths, { glob: false })

async function openWithEvents({ folders, trash: moveToTrash = systemTrash }: BackEndOptions, events: EventBus) {
  let library: Library | null = null
  const chosenFolder = () =>
    library === null ? folders.pictures : createSettingsStore(library.values, folders).get().picturesFolder
  library = await openLibrary({
    databasePath: join(folders.data, 'library.db'),
    get picturesFolder() {
      return chosenFolder()
    },
    trash: moveToTrash,
    onChange: (change) => announceLibraryChange(change, events, () => library),
  })
  return library
}

function downloadsOf(
  { reportError, measureFreeSpace: measure = measureFreeSpace, downloads: surroundings = {} }: BackEndOptions,
  parts: Pick<DownloadParts, 'settings' | 'models' | 'values' | 'events'>,
): ComposedDownloads {
  return composeDownloads({ ...parts, measureFreeSpace: measure, reportError, surroundings })
}

function catalogOf(
  { hasher, reportError, modelSearch: surroundings = {} }: BackEndOptions,
  parts: Pick<ModelParts, 'library' | 'events' | 'isBusy'>,
): ComposedModels {
  return composeModels({ ...parts, builtIn: builtInModel(), hasher, reportError, surroundings })
}

function queueOf(
  { engine, reportError, measureFreeSpace: measure = measureFreeSpace }: BackEndOptions,
  { jobs, values }: Library,
  events: EventBus,
  { run, paths }: { readonly run: RunJob; readonly paths: StorageWatchOptions['paths'] },
): JobQueue {
  return createJobQueue({
    jobs,
    values,
    run,
    emit: (event) => events.emit(event),
    explain: (error) => explainError(error, reportError),
    engineMemory: () => processMemory(engine.pid),
    storage: { paths, measure },
  })
}

function devicesOf(
  { engine }: BackEndOptions,
  events: EventBus,
  parts: Pick<DevicePanelOptions, 'queue' | 'readRecord' | 'recordPath' | 'chosen'>,
): DevicePanel {
  return createDevicePanel({
    ...parts,
    engine,
    onestroke: onestrokeVersion(),
    now: Date.now,
    onChange: (state) => events.emit({ type: 'devicesChanged', devices: state }),
  })
}

/** Wires what the routes work with. */
function compose(options: BackEndOptions, library: Library, events: EventBus): SharedDependencies {
  const { folders, engine, hasher, reportError, fileSystem = nodeFileSystem } = options
  const version = onestrokeVersion()
  const settings = createSettingsStore(library.values, folders)
  const catalog = catalogOf(options, { library, events, isBusy: () => queue.isRunning() })
  const { models, modelFolders, hashing } = catalog
  const ownPresets = composePresets(library.values, events)
  const recordPath = join(folders.data, 'devices.json')
  const readRecord = () => readDeviceRecord(recordPath)
  const providers = () => chooseProviders(settings.get().device, readRecord(), version)
  const paths = () => ({ pictures: settings.get().picturesFolder, data: folders.data })
  const planner = createMemoryPlanner(availableMemory())
  const startImages = createStartImages(join(folders.data, 'start-images'))
  const latents = createKeptLatents(join(folders.data, 'latents'))
  const run = createJobRunner({
    maker: { engine, hasher, startImages, undecoded: latents.undecoded, onestroke: version, now: () => new Date() },
    startImages,
    latents,
    library,
    models,
    presets: ownPresets.presets,
    planner,
    providers,
    paths,
    nameTemplate: () => settings.get().fileNameTemplate,
    fileSystem,
  })
  const queue = queueOf(options, library, events, { run, paths })
  const downloads = downloadsOf(options, { settings, models, values: library.values, events })
  const devices = devicesOf(options, events, { queue, readRecord, recordPath, chosen: () => settings.get().device })
  return {
    version,
    ...ownPresets,
    devices,
    downloads,
    warmer: createEngineWarmer({ engine, hasher, queue, memoryBudget: availableMemory() }),
    planner,
    drafts: latents.drafts,
    library,
    queue,
    catalog,
    models,
    modelFolders,
    hashing,
    previews: createModelPreviews(),
    settings,
    providers,
    events,
    reportError,
    tokenizer: createPromptTokenizer(),
    drawSeed: () => randomInt(RANDOM_SEEDS),
    page: readPageFiles(resourcePath('dist', 'renderer')),
  }
}

async function openBackEnd(options: BackEndOptions, unlock: () => void): Promise<BackEnd> {
  const { engine, hasher, reportError } = options
  const events = createEventBus()
  const library = await openWithEvents(options, events)
  const shared = compose(options, library, events)
  const stopUpkeep = startUpkeep(library, reportError)
  shared.queue.start()
  shared.catalog.start()
  shared.downloads.start()
  const end = async () => {
    await shared.downloads.close()
    await shared.catalog.close()
    await shared.queue.stop()
    await engine.close()
    await stopUpkeep()
    await hasher.save()
    await library.close()
    unlock()
  }
  let ended: Promise<void> | null = null
  return {
    desktopApp: createApp({ ...shared, access: null, desktop: true }),
    createWebApp: (access) => createApp({ ...shared, access, desktop: false }),
    recovery: library.recovery,
    close: () => (ended ??= end()),
  }
}

/**
 * Opens the library, takes up the queue, and makes the routes: the composition root.
 * @throws LockedError where another process uses the same data folder; LibraryError; FileError
 */
export async function createBackEnd(options: BackEndOptions): Promise<BackEnd> {
  const unlock = takeProcessLock(join(options.folders.data, 'onestroke.lock'))
  try {
    return await openBackEnd(options, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}
