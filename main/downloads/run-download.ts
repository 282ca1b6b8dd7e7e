import { arrivedIn, importPathOf, partPathOf } from './arrived-files.ts'
import { downloadPublished, type DownloadOptions } from './download-published.ts'
import { importPublished } from './import-published.ts'
import type { Order, Progress } from './order.ts'
import { removePart } from './part-file.ts'

/** Brings published files here, one call each. */
export interface DownloadRunner {
  /**
   * @returns the path of the file, which is right
   * @throws DownloadError; FileError; the signal's reason
   */
  run(order: Order, signal: AbortSignal, report: (progress: Progress) => void): Promise<string>
  /** Bytes of a file that a download has brought so far. */
  arrivedBytes(order: Pick<Order, 'folder' | 'file'>): Promise<number>
  /** Removes what has arrived. */
  forget(order: Pick<Order, 'folder' | 'file'>): Promise<void>
}

export function createDownloadRunner(options: DownloadOptions): DownloadRunner {
  return {
    run({ file, from, folder }, signal, report) {
      const run = { folder, file, signal, report }
      return from === null ? downloadPublished(run, options) : importPublished(from, run, options.measureFreeSpace)
    },
    arrivedBytes: ({ folder, file }) => arrivedIn(folder, file),
    async forget({ folder, file }) {
      await removePart(partPathOf(folder, file))
      await removePart(importPathOf(folder, file))
    },
  }
}
