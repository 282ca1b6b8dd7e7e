import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import { arrivedIn, importPathOf, partPathOf } from './arrived-files.ts'
import { downloadPublished, type DownloadOptions } from './download-published.ts'
import { importPublished } from './import-published.ts'
import type { Order, Progress } from './order.ts'
import { removePart } from './part-file.ts'

export interface RunnerOptions extends DownloadOptions {
  /** Where files go at the moment. */
  readonly folder: () => string
}

/** Brings published files here, one call each. */
export interface DownloadRunner {
  /**
   * @returns the path of the file, which is right
   * @throws DownloadError; FileError; the signal's reason
   */
  run(order: Order, signal: AbortSignal, report: (progress: Progress) => void): Promise<string>
  /** Bytes of a file that are here already. */
  arrivedBytes(file: ManifestFile): Promise<number>
  /** Removes what has arrived of a file. */
  forget(file: ManifestFile): Promise<void>
}

export function createDownloadRunner(options: RunnerOptions): DownloadRunner {
  const { folder, measureFreeSpace } = options
  return {
    run({ file, from }, signal, report) {
      const run = { folder: folder(), file, signal, report }
      return from === null ? downloadPublished(run, options) : importPublished(from, run, measureFreeSpace)
    },
    arrivedBytes: (file) => arrivedIn(folder(), file),
    async forget(file) {
      await removePart(partPathOf(folder(), file))
      await removePart(importPathOf(folder(), file))
    },
  }
}
