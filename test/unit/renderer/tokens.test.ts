import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../renderer/app.css', import.meta.url), 'utf8')

/** Both themes' values of a colour token. */
function token(name: string): { light: string; dark: string } {
  const both = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)
  if (both !== null) return { light: both[1]!, dark: both[2]! }
  const one = new RegExp(`--${name}: (#\\w{6})`).exec(css)
  if (one === null) throw new Error(`app.css has no colour --${name}`)
  return { light: one[1]!, dark: one[1]! }
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const SURFACES = ['window', 'panel', 'raised', 'hover']
const TEXTS = SURFACES.flatMap((surface) => ['text', 'dim', 'error', 'warning'].map((text) => [text, surface] as const))

describe('colour tokens', () => {
  it.each([
    ...TEXTS,
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['text', 'chosen'],
    ['on-mat-grey', 'mat-grey'],
  ] as const)('%s on %s can be read (WCAG AA: 4.5)', (text, surface) => {
    expect(contrast(token(text).dark, token(surface).dark)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(token(text).light, token(surface).light)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SURFACES)('the focus ring can be seen on %s (3)', (surface) => {
    expect(contrast(token('focus').dark, token(surface).dark)).toBeGreaterThanOrEqual(3)
    expect(contrast(token('focus').light, token(surface).light)).toBeGreaterThanOrEqual(3)
  })
})
