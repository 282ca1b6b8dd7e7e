import type { Settings } from '../api/contract.ts'

/** `7.5` or `7,5`: a setting's number as it is written in a language, every digit of it, without thousands marks. */
export function numberText(value: number, language: Settings['language']): string {
  return new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 6 }).format(value)
}

/** The number that was typed, with a point or a comma; NaN where it is none, and where nothing was typed. */
export function numberIn(text: string): number {
  const trimmed = text.trim().replace(',', '.')
  return trimmed === '' ? NaN : Number(trimmed)
}
