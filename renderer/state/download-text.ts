import type { Catalog, Download, PublishedFile, Settings } from '../api/contract.ts'
import type { Messages } from '../messages/en.ts'
import { formatBytes } from './progress-text.ts'

type Language = Settings['language']
type Texts = Messages['models']

const MINUTE = 60
const HOUR = 3600
/** From here on minutes say enough. */
const LONG_SECONDS = 90

/** `40 s`, `5 min`, `1 h 20 min`. */
export function durationText(seconds: number, texts: Pick<Texts, 'seconds' | 'minutes' | 'hours'>): string {
  if (seconds < LONG_SECONDS) return texts.seconds(Math.round(seconds))
  if (seconds < HOUR) return texts.minutes(Math.round(seconds / MINUTE))
  const minutes = Math.round((seconds % HOUR) / MINUTE)
  const carried = minutes === MINUTE ? 1 : 0
  return texts.hours(Math.floor(seconds / HOUR) + carried, carried === 1 ? 0 : minutes)
}

/** `0.9 of 2.1 GB · 12 MB/s · 2 min left`, as far as it is known. */
export function downloadText(download: Download, texts: Texts, language: Language): string {
  const { doneBytes, totalBytes, bytesPerSecond, secondsLeft } = download
  const amounts = texts.amountOf(formatBytes(doneBytes, language), formatBytes(totalBytes, language))
  const speed = bytesPerSecond === null ? '' : texts.speed(formatBytes(bytesPerSecond, language))
  const left = secondsLeft === null ? '' : texts.timeLeft(durationText(secondsLeft, texts))
  return [amounts, speed, left].filter((part) => part !== '').join(' · ')
}

/** What is still to be fetched of some files: neither installed nor on their way. */
export function missingFiles(
  fileIds: readonly string[],
  { files }: Pick<Catalog, 'files'>,
  downloads: readonly Download[],
): PublishedFile[] {
  const coming = new Set(downloads.map(({ id }) => id))
  return files.filter(({ id, modelId }) => fileIds.includes(id) && modelId === null && !coming.has(id))
}

export interface NeededLicence {
  readonly licence: Catalog['licences'][number]
  /** Titles of the files that it is for. */
  readonly titles: readonly string[]
}

/** The licences of some files, each once. */
export function licencesOf(files: readonly PublishedFile[], { licences }: Pick<Catalog, 'licences'>): NeededLicence[] {
  return licences
    .map((licence) => ({
      licence,
      titles: files.filter(({ licenceId }) => licenceId === licence.id).map(({ title }) => title),
    }))
    .filter(({ titles }) => titles.length > 0)
}
