import type { BackgroundHashing } from '../../catalog/background-hashing.ts'
import type { ModelFolders } from '../../catalog/folders/model-folders.ts'
import type { InstalledModels } from '../../catalog/installed-models.ts'
import type { Downloads } from '../../downloads/downloads.ts'
import type { PresetList } from '../../generation/preset-list.ts'
import type { JobQueue } from '../../generation/queue.ts'
import type { Library } from '../../library/library.ts'
import type { SettingsStore } from '../../settings/settings-store.ts'
import type { StudioEvent } from '../contract/studio.ts'
import { getEvents } from '../definitions/studio.ts'
import type { EventBus } from '../event-bus.ts'
import { streamEvents } from '../event-stream.ts'
import { createRouter } from '../router.ts'

export interface EventsDependencies {
  readonly events: EventBus
  readonly queue: Pick<JobQueue, 'state'>
  readonly models: Pick<InstalledModels, 'list'>
  readonly modelFolders: Pick<ModelFolders, 'state'>
  readonly hashing: Pick<BackgroundHashing, 'state'>
  readonly presets: Pick<PresetList, 'list'>
  readonly settings: Pick<SettingsStore, 'get'>
  readonly library: Pick<Library, 'boards'>
  readonly downloads: Pick<Downloads, 'list'>
}

/** The stream of what happens. */
export function createEventsRoutes(dependencies: EventsDependencies) {
  const { events, queue, models, modelFolders, hashing, presets, settings, library, downloads } = dependencies
  const presentState = (): StudioEvent[] => [
    { type: 'queue', queue: queue.state() },
    { type: 'settingsChanged', settings: settings.get() },
    { type: 'modelsChanged', models: models.list() },
    { type: 'modelFoldersChanged', modelFolders: modelFolders.state() },
    { type: 'hashingChanged', hashing: hashing.state() },
    { type: 'presetsChanged', presets: presets.list() },
    { type: 'boardsChanged', boards: library.boards.list() },
    { type: 'downloadsChanged', downloads: downloads.list() },
  ]
  return createRouter().get(getEvents.getRoutingPath(), () => {
    const stream = streamEvents({ bus: events, first: presentState })
    return new Response(stream, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } })
  })
}
