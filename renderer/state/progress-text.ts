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

/** `2.1 GB`; bytes in powers of 1000, as file managers mostly show them. */
export function formatBytes(bytes: number, language: Settings['language']): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: power < 3 ? 0 : 1 })
  return `${number.format(bytes / 1000 ** power)} ${units[power] ?? ''}`
}
