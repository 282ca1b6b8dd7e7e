import { describe, expect, it } from 'vitest'
import { slugOf } from '../../../models/recipe/slug.ts'

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
