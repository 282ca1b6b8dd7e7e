import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import { hasPublishedSize, publishedBytes } from '../catalog/published/published-files.ts'
import type { MeasureFreeSpace } from '../files/disk-space.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { arrivedIn, findPlaced, partPathOf } from './arrived-files.ts'
import { DownloadError } from './download-error.ts'
import { fetchFile, type FetchOptions, type Pace } from './fetch-file.ts'
import type { OpenRequest } from './open-request.ts'
import type { Progress, Run } from './order.ts'
import { forgetPart, openPartFile, removePart } from './part-file.ts'
import { placeFile, quarantineFile } from './place-file.ts'
import { requireRoom } from './require-room.ts'

export interface DownloadOptions {
  readonly urlsOf: (file: ManifestFile) => URL[]
  readonly open: OpenRequest
  readonly pace: Pace
  readonly wait: FetchOptions['wait']
  readonly measureFreeSpace: MeasureFreeSpace
}

async function fetchInto({ folder, file, signal, report }: Run, options: DownloadOptions): Promise<string> {
  const { urlsOf, open, pace, wait } = options
  const part = await openPartFile(partPathOf(folder, file))
  let last: Progress = { state: 'running', doneBytes: 0, totalBytes: publishedBytes(file), problem: null }
  const tell = (change: Partial<Progress>) => {
    last = { ...last, problem: null, ...change }
    report(last)
  }
  try {
    return await fetchFile({
      file: { sha256: file.sha256, bytes: publishedBytes(file), hasSize: (size) => hasPublishedSize(file, size) },
      urls: urlsOf(file),
      part,
      open,
      pace,
      wait,
      signal,
      onChecking: () => tell({ state: 'checking' }),
      onProgress: (doneBytes, size) => tell({ state: 'running', doneBytes, totalBytes: size }),
      onWaiting: (problem, ms) =>
        tell({ problem: sentence('download.retrying', { problem, seconds: Math.ceil(ms / 1000) }) }),
    })
  } finally {
    await part.close()
  }
}

/**
 * Downloads a published file.
 * @returns the path of the file, which is right
 * @throws DownloadError; FileError; the signal's reason
 */
export async function downloadPublished(run: Run, options: DownloadOptions): Promise<string> {
  const { folder, file } = run
  const partPath = partPathOf(folder, file)
  const placed = await findPlaced(run)
  if (placed !== null) {
    await removePart(partPath)
    return placed
  }
  await requireRoom(folder, publishedBytes(file) - (await arrivedIn(folder, file)), options.measureFreeSpace)
  const actual = await fetchInto(run, options)
  if (actual === file.sha256) {
    const path = await placeFile(partPath, folder, file.fileName)
    await forgetPart(partPath)
    return path
  }
  const kept = await quarantineFile(partPath, folder, file.fileName)
  await forgetPart(partPath)
  const values = { file: file.fileName, expected: file.sha256, actual, kept }
  throw new DownloadError(sentence('download.wrong-hash', values), 'nothing')
}
