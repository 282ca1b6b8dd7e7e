import { MANIFEST } from './catalog/published/published-files.ts'
import type { Manifest } from './catalog/published/manifest-schema.ts'
import type { InstalledModels } from './catalog/installed-models.ts'
import { createAddressPolicy, type AddressPolicy } from './downloads/address-policy.ts'
import { createDownloads, type Downloads, type DownloadsOptions } from './downloads/downloads.ts'
import { createRequests } from './downloads/open-request.ts'
import { allowedHosts } from './downloads/source-urls.ts'
import type { MeasureFreeSpace } from './files/disk-space.ts'
import { createCoalescer } from './generation/coalesce.ts'
import type { ValueStore } from './library/library.ts'
import type { EventBus } from './server/event-bus.ts'
import { explainError } from './server/problem.ts'
import type { SettingsStore } from './settings/settings-store.ts'

/** What tests put in the place of the internet. */
export interface DownloadSurroundings {
  readonly manifest: Manifest
  readonly policy: AddressPolicy
  /** A certificate to trust beside the system's. */
  readonly ca: string
  readonly pace: NonNullable<DownloadsOptions['pace']>
}

export interface DownloadParts {
  readonly settings: Pick<SettingsStore, 'get'>
  readonly models: Pick<InstalledModels, 'add' | 'list'>
  readonly values: ValueStore
  readonly measureFreeSpace: MeasureFreeSpace
  readonly events: EventBus
  /** Gets errors that nobody foresaw. */
  readonly reportError: (error: unknown) => void
  readonly surroundings: Partial<DownloadSurroundings>
}

/** At most four times a second. */
const PROGRESS_EVERY_MS = 250

export interface ComposedDownloads extends Downloads {
  /** Ends everything; what was not finished goes on at the next start. */
  close(): Promise<void>
}

/** Wires downloads: the catalog, the network with its rules, the queue. */
export function composeDownloads(parts: DownloadParts): ComposedDownloads {
  const { settings, models, values, measureFreeSpace, events, reportError, surroundings } = parts
  const { manifest = MANIFEST, ca, pace } = surroundings
  const policy = () => surroundings.policy ?? createAddressPolicy(allowedHosts(manifest, settings.get().downloadMirror))
  const requests = createRequests({ policy, ...(ca === undefined ? {} : { ca }) })
  const announce = () => events.emit({ type: 'downloadsChanged', downloads: downloads.list() })
  const soon = createCoalescer(announce, PROGRESS_EVERY_MS)
  const downloads: Downloads = createDownloads({
    manifest,
    settings: settings.get,
    models,
    values,
    open: requests.open,
    measureFreeSpace,
    explain: (error) => explainError(error, reportError),
    onChange: (urgent) => (urgent ? announce() : soon.request()),
    onInstalled: () => events.emit({ type: 'modelsChanged', models: models.list() }),
    ...(pace === undefined ? {} : { pace }),
  })
  return {
    ...downloads,
    async close() {
      await downloads.stop()
      soon.cancel()
      await requests.close()
    },
  }
}
