import type { ImageDetail, Job, Settings } from '../api/contract.ts'
import type { Messages } from '../messages/en.ts'
import { numberText } from '../messages/number-text.ts'
import { say } from '../messages/say.ts'
import { recipeOf } from './viewer-recall.ts'

/** Seconds with what matters of them: `0.09`, `4.2`, `73`. */
export function secondsText(ms: number, locale: string): string {
  const digits = ms < 1000 ? 2 : ms < 10_000 ? 1 : 0
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(ms / 1000)
}

/** `3.1 MB`, in the powers of ten that file managers use. */
export function bytesText(bytes: number, locale: string): string {
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB'] : [bytes / 1_000_000, 'MB']
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)} ${unit}`
}

/** What came of making a picture again. */
export function repetitionText(job: Job, t: Messages['viewer'], locale: Settings['language']): string {
  if (job.state === 'waiting' || job.state === 'running') return t.regenerating
  const { comparison } = job
  if (comparison === null) return job.error === null ? t.regenerateFailed : say(job.error, locale)
  if (comparison.identical) return t.identical
  const mean = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(comparison.meanDifference)
  const changed = comparison.changed.map((change) => say(change, locale))
  return changed.length === 0 ? t.differs(mean) : t.differsBy(mean, changed.join(', '))
}

export interface DetailField {
  readonly name: keyof Messages['viewer']['fields']
  readonly text: string
  /** Several lines. */
  readonly long?: boolean
  /** Shortened to one line: a copy has all of it. */
  readonly cut?: boolean
}

function recipeFields(detail: ImageDetail, locale: Settings['language']): DetailField[] {
  const recipe = recipeOf(detail)
  if (recipe === null) return []
  const { scheduler, loras, guidance, noiseSource } = recipe
  return [
    { name: 'loras', text: loras.map(({ name, strength }) => `${name} × ${numberText(strength, locale)}`).join(', ') },
    { name: 'scheduler', text: [scheduler.kind, scheduler.spacing].filter(Boolean).join(', ') },
    { name: 'guidance', text: numberText(guidance, locale) },
    { name: 'eta', text: numberText(scheduler.eta, locale) },
    { name: 'noise', text: noiseSource === 'cpu' ? 'CPU' : 'NVIDIA' },
  ]
}

/** What is known of a picture, in the order it is shown; empty fields are left out. */
export function detailFields(detail: ImageDetail, locale: Settings['language']): DetailField[] {
  const made = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(detail.createdAt)
  const fields: DetailField[] = [
    { name: 'prompt', text: detail.prompt, long: true },
    { name: 'negativePrompt', text: detail.negativePrompt ?? '', long: true },
    { name: 'seed', text: String(detail.seed) },
    { name: 'model', text: detail.modelName },
    { name: 'steps', text: String(detail.steps) },
    { name: 'size', text: `${detail.width} × ${detail.height}` },
    ...recipeFields(detail, locale),
    { name: 'device', text: detail.device },
    { name: 'time', text: `${secondsText(detail.totalMs, locale)} s` },
    { name: 'made', text: made },
    { name: 'file', text: detail.path, cut: true },
    { name: 'fileBytes', text: bytesText(detail.fileBytes, locale) },
    { name: 'hash', text: detail.pixelSha256, cut: true },
  ]
  return fields.filter(({ text }) => text !== '')
}
