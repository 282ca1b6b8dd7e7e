import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describeCatalog, installedAs } from '../catalog/published/describe-catalog.ts'
import type { Manifest, ManifestFile } from '../catalog/published/manifest-schema.ts'
import { publishedBytes } from '../catalog/published/published-files.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import type { InstalledModels } from '../catalog/installed-models.ts'
import { FileError } from '../files/file-error.ts'
import type { MeasureFreeSpace } from '../files/disk-space.ts'
import type { ValueStore } from '../library/library.ts'
import type { Catalog } from '../server/contract/downloads.ts'
import type { Settings } from '../server/contract/studio.ts'
import { createDownloadQueue, type DownloadQueue } from './download-queue.ts'
import type { Pace } from './fetch-file.ts'
import { findImportable } from './find-importable.ts'
import type { OpenRequest } from './open-request.ts'
import { publishedFiles, requireAccepted } from './order-rules.ts'
import { requireRoom } from './require-room.ts'
import { retryDelayMs } from './retry-delay.ts'
import { createDownloadRunner, type DownloadRunner } from './run-download.ts'
import { sourceUrls } from './source-urls.ts'
import { addAccepted, readAccepted } from './stored-orders.ts'

/** The catalog of published models, and bringing them here. */
export interface Downloads extends Omit<DownloadQueue, 'add' | 'orders'> {
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

const pathIn = ({ modelsFolder }: Pick<Settings, 'modelsFolder'>, { fileName }: ManifestFile) =>
  join(modelsFolder, fileName)

function createRunner({ settings, manifest, open, measureFreeSpace, pace }: DownloadsOptions): DownloadRunner {
  return createDownloadRunner({
    urlsOf: (file) => sourceUrls(file, manifest, settings().downloadMirror),
    open,
    pace: { ...PACE, ...pace },
    wait: (ms, signal) => wait(ms, undefined, { signal }),
    measureFreeSpace,
  })
}

function createQueue(options: DownloadsOptions, runner: DownloadRunner): DownloadQueue {
  const { manifest, models, values, explain, onChange, onInstalled } = options
  return createDownloadQueue({
    runner,
    published: (id) => manifest.files.find((file) => file.id === id) ?? null,
    values,
    install(path, { kind }) {
      try {
        models.add(path)
        onInstalled()
      } catch (error) {
        // A part of a model is right though it may be none by itself.
        if ((kind !== 'unet' && kind !== 'vae') || !(error instanceof ModelFileError)) throw error
      }
    },
    onChange,
    explain,
    now: () => performance.now(),
  })
}

export function createDownloads(options: DownloadsOptions): Downloads {
  const { manifest, settings, models, values, measureFreeSpace } = options
  const runner = createRunner(options)
  const queue = createQueue(options, runner)
  const pathOf = (file: ManifestFile) => pathIn(settings(), file)

  async function missingBytes(file: ManifestFile): Promise<number> {
    return publishedBytes(file) - (await runner.arrivedBytes({ folder: settings().modelsFolder, file }))
  }

  /** Those that wait for the same folder need their room too. */
  async function requireRoomFor(files: readonly ManifestFile[]): Promise<void> {
    const folder = settings().modelsFolder
    const waiting = new Map(queue.orders().map((one) => [one.file, one.folder]))
    const here = [...new Set([...files, ...waiting.keys()])].filter((file) => (waiting.get(file) ?? folder) === folder)
    const missing = await Promise.all(here.map(missingBytes))
    const bytes = missing.reduce((sum, one) => sum + one, 0)
    await requireRoom(folder, bytes, measureFreeSpace)
  }

  function notInstalled(files: readonly ManifestFile[]): ManifestFile[] {
    const installed = models.list()
    return files.filter((file) => installedAs(file, pathOf(file), installed) === null)
  }

  return {
    ...queue,
    async catalog() {
      const folder = settings().modelsFolder
      const arrived = await Promise.all(
        manifest.files.map(async (file) => [file.id, await runner.arrivedBytes({ folder, file })] as const),
      )
      return describeCatalog(manifest, pathOf, {
        models: models.list(),
        arrived: new Map(arrived),
        accepted: readAccepted(values),
        folder,
        freeBytes: await measureFreeSpace(folder),
      })
    },
    async order(fileIds, acceptedLicenceIds) {
      const files = notInstalled(publishedFiles(manifest, fileIds))
      requireAccepted(manifest, files, [...readAccepted(values), ...acceptedLicenceIds])
      await requireRoomFor(files)
      addAccepted(
        values,
        files.map(({ licenceId }) => licenceId),
      )
      queue.add(files.map((file) => ({ file, from: null, folder: settings().modelsFolder })))
    },
    async import(path) {
      const found = await findImportable(path, manifest.files)
      if (found.length === 0) throw new FileError(sentence('import.nothing', { path }), 'ENOENT')
      const wanted = new Set(notInstalled(found.map(({ file }) => file)))
      await requireRoomFor([...wanted])
      const folder = settings().modelsFolder
      queue.add(found.filter(({ file }) => wanted.has(file)).map((one) => ({ file: one.file, from: one.path, folder })))
      return found.map(({ file }) => file.id)
    },
  }
}
