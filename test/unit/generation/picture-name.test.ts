import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namePicture, slugOf } from '../../../main/generation/picture-name.ts'

describe('slugOf', () => {
  it.each([
    ['a red apple, 3d render on a white background', 'a-red-apple-3d-render-on-a-white-background'],
    ['', ''],
    ['!!! ... ???', ''],
    ['  Café\tNOIR\n', 'café-noir'],
    ['東京, at night 🦊', '東京-at-night'],
    ['Привет мир', 'привет-мир'],
    ['cafe\u0301', 'café'],
    ['../../etc/passwd', 'etc-passwd'],
    ['C:\\Windows\\system32', 'c-windows-system32'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['a\0b\u202Ec', 'a-b-c'],
    ['(masterpiece:1.2), [blurry]', 'masterpiece-1-2-blurry'],
    ['.hidden.', 'hidden'],
  ])('of %j is %j', (prompt, slug) => {
    expect(slugOf(prompt)).toBe(slug)
  })

  it('ends a long prompt between words', () => {
    const slug = slugOf('the quick brown fox jumps over the lazy dog and then over another one')
    expect(slug).toBe('the-quick-brown-fox-jumps-over-the-lazy-dog-and')
  })

  it('cuts a first word that is too long, as a script without spaces makes them', () => {
    expect(slugOf('桜'.repeat(500))).toBe('桜'.repeat(48))
    expect(slugOf('𠮷'.repeat(500))).toBe('𠮷'.repeat(48))
  })

  it('copes with a megabyte', () => {
    const started = performance.now()
    expect(slugOf('apple '.repeat(200_000)).startsWith('apple-apple')).toBe(true)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('namePicture', () => {
  const at = new Date(2026, 10, 3, 9, 5, 7)

  it('dates folder and name by local time', () => {
    expect(namePicture(at, 7, 'a red apple')).toEqual({ folders: ['2026', '11-03'], stem: '090507-7-a-red-apple' })
  })

  it('does without a prompt', () => {
    expect(namePicture(at, 7, '').stem).toBe('090507-7')
  })

  it.each(['con', 'NUL', 'com1', 'lpt9.txt', 'aux'])('makes no name that Windows reserves of %j', (prompt) => {
    expect(namePicture(at, 7, prompt).stem).toBe(`090507-7-${prompt.toLowerCase().replace('.', '-')}`)
  })

  it('is a safe name on every system, whatever the prompt', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
    )
    fc.assert(
      fc.property(anything, fc.maxSafeNat(), (prompt, seed) => {
        const { stem } = namePicture(at, seed, prompt)
        expect(stem).toMatch(/^\d{6}-\d+(-[\p{L}\p{M}\p{N}-]+)?$/u)
        expect(stem).not.toMatch(/[-. ]$/)
        // Common file systems allow 255 bytes; the ending and a number for equal names are yet to come.
        expect(Buffer.byteLength(`${stem}-99999.png`)).toBeLessThanOrEqual(255)
      }),
      { numRuns: 150 },
    )
  })
})
