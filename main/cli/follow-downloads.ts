import { join } from 'node:path'
import { foreignText } from '../../models/sentences/sentence.ts'
import { DownloadError } from '../downloads/download-error.ts'
import { CancelledError } from '../engine/engine-errors.ts'
import type { Download } from '../server/contract/downloads.ts'
import type { Application } from './application.ts'
import type { OpenModels } from './open-models.ts'
import { createProgressLine } from './progress-line.ts'

const STATES: Readonly<Record<Download['state'], string>> = {
  waiting: 'waiting',
  running: 'downloading',
  checking: 'checking',
  importing: 'copying',
  paused: 'paused',
  failed: 'failed',
  done: 'done',
}

function describe({ title, state, doneBytes, totalBytes, bytesPerSecond, problem }: Download): string {
  if (problem !== null) return `${title}: ${problem.message}`
  const percent = ((100 * doneBytes) / totalBytes).toFixed(1)
  const speed = bytesPerSecond === null ? '' : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`
  return `${STATES[state]} ${title}: ${percent} %${speed}`
}

/** Shows how downloads go, until all are here or cannot be had. */
function untilSettled({ downloads, events }: OpenModels, application: Application): Promise<Download[]> {
  const progress = createProgressLine(application)
  const failed = new Map<string, Download>()
  return new Promise((resolve, reject) => {
    const look = () => {
      const list = downloads.list()
      for (const download of list) if (download.state === 'failed') failed.set(download.id, download)
      const moving = list.find(({ state }) => !['failed', 'done', 'waiting'].includes(state))
      if (moving !== undefined) progress.show(describe(moving))
      if (list.some(({ state }) => state !== 'failed' && state !== 'done')) return
      unsubscribe()
      progress.clear()
      resolve([...failed.values()])
    }
    const unsubscribe = events.subscribe(look)
    application.signal.addEventListener('abort', () => reject(new CancelledError()), { once: true })
    if (application.signal.aborted) reject(new CancelledError())
    look()
  })
}

/**
 * Waits for files that were ordered, and prints where they are.
 * @throws DownloadError where one could not be had; CancelledError
 */
export async function followDownloads(
  open: OpenModels,
  ids: readonly string[],
  application: Application,
  json: boolean,
): Promise<void> {
  const failed = await untilSettled(open, application)
  const failedIds = new Set(failed.map(({ id }) => id))
  const catalog = await open.downloads.catalog()
  for (const id of ids.filter((one) => !failedIds.has(one))) {
    const file = catalog.files.find((candidate) => candidate.id === id)
    if (file === undefined) continue
    const path =
      open.models.list().find((model) => model.id === file.modelId)?.path ?? join(catalog.folder, file.fileName)
    application.print(json ? JSON.stringify({ id, path, sha256: file.sha256 }) : path)
  }
  const problems = failed.map(({ title, problem }) => `${title}: ${problem?.message ?? ''}`)
  if (problems.length > 0) throw new DownloadError(foreignText(problems.join('\n')), 'nothing')
}
