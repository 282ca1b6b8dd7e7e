import type { Progress, Settings } from '../api/contract.ts'
import type { Messages } from '../messages/en.ts'

/** The share of a job that is done, from 0 to 1; loading and decoding are taken as one step each. */
export function doneOf(progress: Progress | null): number {
  if (progress === null) return 0
  const { picture, pictures, step, steps } = progress
  const ofPicture = steps === 0 ? 0 : step / (steps + 1)
  return (picture + ofPicture) / pictures
}

/** `1.2 s left`, from ten on without the fraction, from two minutes on in minutes; empty where it is not known. */
export function timeLeft(
  seconds: number | null,
  texts: Pick<Messages['queue'], 'secondsLeft' | 'minutesLeft'>,
  language: Settings['language'],
): string {
  if (seconds === null) return ''
  if (seconds >= 120) return texts.minutesLeft(Math.round(seconds / 60))
  const digits = seconds < 10 ? 1 : 0
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return texts.secondsLeft(number.format(seconds))
}

/** Below this much nobody waits. */
const WORTH_TELLING_MS = 1000

/** `took 12 s last time`; empty where it is not known, or was a moment. */
export function lastLoadingTime(loading: Progress['loading'], texts: Pick<Messages['queue'], 'lastTime'>): string {
  const expected = loading?.expectedMs ?? 0
  return expected < WORTH_TELLING_MS ? '' : texts.lastTime(Math.round(expected / 1000))
}

/** `3 of 12 s`, or `3 s` where nobody knows how long it takes; empty for moments. */
export function loadingTime(
  loading: Progress['loading'],
  now: number,
  texts: Pick<Messages['queue'], 'loadingFor' | 'loadingOf'>,
): string {
  if (loading === null) return ''
  const elapsed = Math.max(0, now - loading.since)
  const expected = loading.expectedMs ?? 0
  const seconds = Math.floor(elapsed / 1000)
  if (expected >= WORTH_TELLING_MS) return texts.loadingOf(seconds, Math.round(expected / 1000))
  return elapsed < WORTH_TELLING_MS ? '' : texts.loadingFor(seconds)
}

/** `2.1 GB`; bytes in powers of 1000, as file managers mostly show them. */
export function formatBytes(bytes: number, language: Settings['language']): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: power < 3 ? 0 : 1 })
  return `${number.format(bytes / 1000 ** power)} ${units[power] ?? ''}`
}
