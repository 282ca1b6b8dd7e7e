import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from './usage-error.ts'

/** A number within bounds. */
export function parseNumber(option: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text)
    if (value >= low && value <= high) return value
    throw new UsageError(`${option} takes a number from ${low} to ${high}, not "${text}".`)
  }
}

/** A whole number within bounds. */
export function parseInteger(option: string, low: number, high: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN
    if (value >= low && value <= high) return value
    throw new UsageError(`${option} takes a whole number from ${low} to ${high}, not "${text}".`)
  }
}

/** A width or height in pixels. */
export function parseSize(option: string): (text: string) => number {
  const parse = parseInteger(option, 8, 8192)
  return (text) => {
    const size = parse(text)
    if (size % 8 === 0) return size
    const lower = Math.floor(size / 8) * 8
    throw new UsageError(`${option} has to be a multiple of 8; next to ${size} are ${lower} and ${lower + 8}.`)
  }
}

/** Timesteps as 800 or 999,749,499,249. */
export function parseTimesteps(text: string): number[] {
  const parse = parseInteger('--timesteps', 0, 999)
  return text.split(',').map(parse)
}

/** A LoRA as it was named: a file or "none", and a strength after the last colon. */
export interface NamedLora {
  readonly name: string
  readonly strength: number
}

/** FILE or FILE:STRENGTH; a colon that belongs to the path (C:\…) is no strength. */
export function parseLora(text: string, earlier: readonly NamedLora[]): NamedLora[] {
  const [, name = text, strength] = /^(.+):(-?\d*\.?\d+)$/.exec(text) ?? []
  return [...earlier, { name, strength: strength === undefined ? 1 : Number(strength) }]
}

/** An existing file or folder as an absolute path. */
export function existingPath(what: string, path: string): string {
  if (existsSync(path)) return resolve(path)
  throw new UsageError(`There is no ${what} "${path}". Check the path.`)
}
