import type { ImageFilter } from '../api/contract.ts'
import type { Messages } from '../messages/en.ts'
import type { FilterName } from './gallery-filter.ts'

interface ChipWords {
  readonly t: Messages['gallery']
  readonly locale: string
  readonly boardName: (id: string) => string
}

const DAY_MS = 86_400_000

function dateText({ from, until }: ImageFilter, { t, locale }: ChipWords): string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
  const first = from === undefined ? null : format.format(from)
  // `until` is the moment the day after begins; noon of the day before is safe from shifts of the clock.
  const last = until === undefined ? null : format.format(until - DAY_MS / 2)
  if (first !== null && last !== null) return first === last ? first : t.chip.span(first, last)
  return first === null ? t.chip.until(last ?? '') : t.chip.from(first)
}

/** A filter in a few words. */
export function chipText(name: FilterName, filter: ImageFilter, words: ChipWords): string {
  const { chip } = words.t
  switch (name) {
    case 'search':
      return chip.search(filter.search ?? '')
    case 'model':
      return filter.modelName ?? ''
    case 'lora':
      return filter.lora ?? ''
    case 'size':
      return `${filter.width ?? ''} × ${filter.height ?? ''}`
    case 'steps':
      return chip.steps(filter.steps ?? 0)
    case 'starred':
      return chip.starred
    case 'rating':
      return chip.rating(filter.minRating ?? 0)
    case 'board':
      return words.boardName(filter.boardId ?? '')
    case 'date':
      return dateText(filter, words)
  }
}
