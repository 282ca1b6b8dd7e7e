import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import { hasPublishedSize, publishedBytes } from '../catalog/published/published-files.ts'
import { hashWholeFile } from '../catalog/verify-model.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { copyHashing } from './import-file.ts'
import type { MeasureFreeSpace } from '../files/disk-space.ts'
import { totalBytes } from './byte-ranges.ts'
import { DownloadError } from './download-error.ts'
import { fetchFile, type FetchOptions, type Pace } from './fetch-file.ts'
import type { OpenRequest } from './open-request.ts'
import { forgetPart, openPartFile, removePart } from './part-file.ts'
import { readPartState } from './part-state.ts'
import { placeFile, quarantineFile } from './place-file.ts'
import { requireRoom } from './require-room.ts'

/** A published file that is to come here: from the net, or from a file of this computer. */
export interface Order {
  readonly file: ManifestFile
  readonly from: string | null
}

export interface Progress {
  readonly state: 'running' | 'checking' | 'importing'
  readonly doneBytes: number
  readonly totalBytes: number
  /** Why it waits for its next try. */
  readonly problem: Sentence | null
}

interface Run {
  /** Where it goes: a later change of the settings is for later runs. */
  readonly folder: string
  readonly file: ManifestFile
  readonly signal: AbortSignal
  readonly report: (progress: Progress) => void
}

export interface RunnerOptions {
  readonly folder: () => string
  readonly urlsOf: (file: ManifestFile) => URL[]
  readonly open: OpenRequest
  readonly pace: Pace
  readonly wait: FetchOptions['wait']
  readonly measureFreeSpace: MeasureFreeSpace
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

/** Named by what it is to become: no two files share a part. */
const partPathOf = (folder: string, { sha256 }: ManifestFile) => join(folder, `${sha256}.part`)
const importPathOf = (folder: string, { sha256 }: ManifestFile) => join(folder, `${sha256}.import`)

async function arrivedIn(folder: string, file: ManifestFile): Promise<number> {
  const path = partPathOf(folder, file)
  const size = await stat(path).then(
    (part) => part.size,
    () => 0,
  )
  return totalBytes(readPartState(`${path}.json`, size)?.done ?? [])
}

/** The file itself, where it lies there already under its name. */
async function findPlaced({ folder, file, signal, report }: Run): Promise<string | null> {
  const path = join(folder, file.fileName)
  if (!existsSync(path)) return null
  const { size } = await stat(path)
  const onProgress = (doneBytes: number) => report({ state: 'checking', doneBytes, totalBytes: size, problem: null })
  const isIt = hasPublishedSize(file, size) && (await hashWholeFile(path, { signal, onProgress })) === file.sha256
  if (isIt) return path
  throw new DownloadError(sentence('download.name-taken', { path }), 'nothing')
}

export function createDownloadRunner(options: RunnerOptions): DownloadRunner {
  const { folder, urlsOf, open, pace, wait, measureFreeSpace } = options

  async function fetchInto({ folder: target, file, signal, report }: Run): Promise<string> {
    const part = await openPartFile(partPathOf(target, file))
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

  async function download(run: Run): Promise<string> {
    const { folder: target, file } = run
    const partPath = partPathOf(target, file)
    const placed = await findPlaced(run)
    if (placed !== null) {
      await removePart(partPath)
      return placed
    }
    await requireRoom(target, publishedBytes(file) - (await arrivedIn(target, file)), measureFreeSpace)
    const actual = await fetchInto(run)
    if (actual === file.sha256) {
      const path = await placeFile(partPath, target, file.fileName)
      await forgetPart(partPath)
      return path
    }
    const kept = await quarantineFile(partPath, target, file.fileName)
    await forgetPart(partPath)
    const values = { file: file.fileName, expected: file.sha256, actual, kept }
    throw new DownloadError(sentence('download.wrong-hash', values), 'nothing')
  }

  async function importFrom(from: string, run: Run): Promise<string> {
    const { folder: target, file, signal, report } = run
    const placed = await findPlaced(run)
    if (placed !== null) return placed
    await requireRoom(target, publishedBytes(file), measureFreeSpace)
    const copy = importPathOf(target, file)
    const onProgress = (doneBytes: number) =>
      report({ state: 'importing', doneBytes, totalBytes: publishedBytes(file), problem: null })
    const actual = await copyHashing({ from, to: copy, signal, onProgress })
    if (actual !== file.sha256) {
      await removePart(copy)
      const values = { path: from, file: file.fileName, expected: file.sha256, actual }
      throw new DownloadError(sentence('import.wrong-hash', values), 'nothing')
    }
    const path = await placeFile(copy, target, file.fileName)
    await removePart(partPathOf(target, file))
    return path
  }

  return {
    run({ file, from }, signal, report) {
      const run = { folder: folder(), file, signal, report }
      return from === null ? download(run) : importFrom(from, run)
    },
    arrivedBytes: (file) => arrivedIn(folder(), file),
    async forget(file) {
      await removePart(partPathOf(folder(), file))
      await removePart(importPathOf(folder(), file))
    },
  }
}
