import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describeCatalog, installedAs } from '../catalog/published/describe-catalog.ts'
import type { Manifest, ManifestFile } from '../catalog/published/manifest-schema.ts'
import { publishedBytes } from '../catalog/published/published-files.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { InstalledModels } from '../catalog/installed-models.ts'
import { FileError } from '../files/file-error.ts'
import type { MeasureFreeSpace } from '../files/disk-space.ts'
import type { ValueStore } from '../library/library.ts'
import type { Catalog } from '../server/contract/downloads.ts'
import type { Settings } from '../server/contract/studio.ts'
import { LicenceError, UnknownFileError } from './catalog-errors.ts'
import { createDownloadQueue, type DownloadQueue } from './download-queue.ts'
import type { Pace } from './fetch-file.ts'
import { findImportable } from './find-importable.ts'
import type { OpenRequest } from './open-request.ts'
import { requireRoom } from './require-room.ts'
import { retryDelayMs } from './retry-delay.ts'
import { createDownloadRunner } from './run-download.ts'
import { sourceUrls } from './source-urls.ts'
import { addAccepted, readAccepted } from './stored-orders.ts'

/** The catalog of published models, and bringing them here. */
export interface Downloads extends Omit<DownloadQueue, 'add'> {
  catalog(): Promise<Catalog>
  /**
   * Queues files; those that are installed are left out.
   * @throws UnknownFileError, LicenceError; NoRoomError with what all of them need
   */
  order(fileIds: readonly string[], acceptedLicenceIds: readonly string[]): Promise<void>
  /**
   * Queues the files of the catalog that lie in a folder, or a single one, to be copied.
   * @returns their ids
   * @throws FileError where nothing is found, or the path cannot be read; NoRoomError
   */
  import(path: string): Promise<string[]>
}

export interface DownloadsOptions {
  readonly manifest: Manifest
  readonly settings: () => Pick<Settings, 'modelsFolder' | 'downloadMirror'>
  readonly models: Pick<InstalledModels, 'add' | 'list'>
  readonly values: ValueStore
  readonly open: OpenRequest
  readonly measureFreeSpace: MeasureFreeSpace
  readonly explain: (error: unknown) => Sentence
  readonly onChange: (urgent: boolean) => void
  /** The models have changed. */
  readonly onInstalled: () => void
  readonly pace?: Partial<Pace>
}

const PACE: Pace = {
  stallMs: 30_000,
  checkpointMs: 1000,
  mostStreams: 4,
  mostFailures: 6,
  delayMs: (failures) => retryDelayMs(failures, Math.random()),
}

export function createDownloads(options: DownloadsOptions): Downloads {
  const { manifest, settings, models, values, open, measureFreeSpace, explain, onChange, onInstalled } = options
  const byId = new Map(manifest.files.map((file) => [file.id, file]))
  const pathOf = ({ fileName }: ManifestFile) => join(settings().modelsFolder, fileName)
  const runner = createDownloadRunner({
    folder: () => settings().modelsFolder,
    urlsOf: (file) => sourceUrls(file, manifest, settings().downloadMirror),
    open,
    pace: { ...PACE, ...options.pace },
    wait: (ms, signal) => wait(ms, undefined, { signal }),
    measureFreeSpace,
  })
  const queue = createDownloadQueue({
    runner,
    published: (id) => byId.get(id) ?? null,
    values,
    install(path) {
      models.add(path)
      onInstalled()
    },
    onChange,
    explain,
    now: () => performance.now(),
  })

  function known(id: string): ManifestFile {
    const file = byId.get(id)
    if (file === undefined) throw new UnknownFileError(sentence('download.unknown-file', { id }))
    return file
  }

  function requireAccepted(files: readonly ManifestFile[], accepting: readonly string[]): void {
    const accepted = new Set([...readAccepted(values), ...accepting])
    const file = files.find(({ licenceId }) => !accepted.has(licenceId))
    if (file === undefined) return
    const licence = manifest.licences.find(({ id }) => id === file.licenceId)
    throw new LicenceError(sentence('download.licence', { title: licence?.title ?? file.licenceId, file: file.title }))
  }

  async function missingBytes(files: readonly ManifestFile[]): Promise<number> {
    const arrived = await Promise.all(files.map(runner.arrivedBytes))
    return files.reduce((sum, file, index) => sum + publishedBytes(file) - (arrived[index] ?? 0), 0)
  }

  /** Those that wait need their room too. */
  async function requireRoomFor(files: readonly ManifestFile[]): Promise<void> {
    const waiting = queue.list().map(({ id }) => id)
    const all = new Set([...files, ...waiting.flatMap((id) => byId.get(id) ?? [])])
    await requireRoom(settings().modelsFolder, await missingBytes([...all]), measureFreeSpace)
  }

  function notInstalled(files: readonly ManifestFile[]): ManifestFile[] {
    const installed = models.list()
    return files.filter((file) => installedAs(file, pathOf(file), installed) === null)
  }

  return {
    ...queue,
    async catalog() {
      const folder = settings().modelsFolder
      const files = [...byId.values()]
      const arrived = await Promise.all(files.map(async (file) => [file.id, await runner.arrivedBytes(file)] as const))
      return describeCatalog(manifest, pathOf, {
        models: models.list(),
        arrived: new Map(arrived),
        accepted: readAccepted(values),
        folder,
        freeBytes: await measureFreeSpace(folder),
      })
    },
    async order(fileIds, acceptedLicenceIds) {
      const files = notInstalled([...new Set(fileIds)].map(known))
      requireAccepted(files, acceptedLicenceIds)
      await requireRoomFor(files)
      addAccepted(
        values,
        files.map(({ licenceId }) => licenceId),
      )
      queue.add(files.map((file) => ({ file, from: null })))
    },
    async import(path) {
      const found = await findImportable(path, manifest.files)
      if (found.length === 0) throw new FileError(sentence('import.nothing', { path }), 'ENOENT')
      const wanted = new Set(notInstalled(found.map(({ file }) => file)))
      await requireRoomFor([...wanted])
      queue.add(found.filter(({ file }) => wanted.has(file)).map((one) => ({ file: one.file, from: one.path })))
      return found.map(({ file }) => file.id)
    },
  }
}
