function dateOf(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date)
}

/** `2026-11-23` of a moment, in local time. */
export function dayOf(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** The moment a local day begins. */
export function dayStart(day: string): number {
  return dateOf(day).getTime()
}

/** The moment the next local day begins: 23 to 25 hours later. */
export function nextDayStart(day: string): number {
  const date = dateOf(day)
  date.setDate(date.getDate() + 1)
  return date.getTime()
}

/** Whole local days from one day to another. */
function daysBetween(from: string, to: string): number {
  return Math.round((dayStart(to) - dayStart(from)) / 86_400_000)
}

interface DayWords {
  readonly today: string
  readonly yesterday: string
}

/** Making a format costs a hundred times what using it does, and headings are made while scrolling. */
const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: string, withYear: boolean): Intl.DateTimeFormat {
  const key = `${locale} ${withYear}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const year = withYear ? ({ year: 'numeric' } as const) : {}
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', ...year })
  formats.set(key, format)
  return format
}

/** A day as a heading: today, yesterday, or the date with its weekday (and its year where it is another). */
export function dayHeading(day: string, now: number, locale: string, words: DayWords): string {
  const today = dayOf(now)
  const ago = daysBetween(day, today)
  if (ago === 0) return words.today
  if (ago === 1) return words.yesterday
  const sameYear = day.slice(0, 4) === today.slice(0, 4)
  return dateFormat(locale, !sameYear).format(dateOf(day))
}
