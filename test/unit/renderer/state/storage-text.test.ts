import { describe, expect, it } from 'vitest'
import { queue as de } from '../../../../renderer/messages/de/queue.ts'
import { queue as en } from '../../../../renderer/messages/en/queue.ts'
import { blockedText, scarcest } from '../../../../renderer/state/storage-text.ts'

const pictures = { folder: 'pictures' as const, path: '/pictures', freeBytes: 12_400_000 }
const data = { folder: 'data' as const, path: '/data', freeBytes: 900_000_000 }

describe('blockedText', () => {
  it('says which drive is full, what is left, and what to do', () => {
    expect(blockedText(pictures, en, 'en')).toBe(
      'The pictures folder’s drive is full (12 MB left). Free some space or choose another folder, then go on.',
    )
    expect(blockedText({ ...data, freeBytes: null }, de, 'de')).toBe(
      'Das Laufwerk mit Onestrokes Daten ist voll (noch 0 B). Platz schaffen, dann geht es weiter.',
    )
  })
})

describe('scarcest', () => {
  it('is the fullest of those that are low', () => {
    expect(
      scarcest([
        { ...data, low: true },
        { ...pictures, low: true },
      ]),
    ).toMatchObject({ folder: 'pictures' })
    expect(
      scarcest([
        { ...data, low: true },
        { ...pictures, low: false },
      ]),
    ).toMatchObject({ folder: 'data' })
  })

  it('is none where there is enough, or nobody knows', () => {
    expect(scarcest([{ ...pictures, low: false }])).toBeNull()
    expect(scarcest([{ ...pictures, freeBytes: null, low: false }])).toBeNull()
  })
})
