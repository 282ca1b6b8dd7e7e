import { describe, expect, it } from 'vitest'
import { catalogues } from '../../../../renderer/messages/catalogue.ts'

/** `prompt.model` → its text, with sample values for texts that take some. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node === 'function') return [[path, String((node as (...values: unknown[]) => unknown)(2, 3, 4))]]
  return Object.entries(node as Record<string, unknown>).flatMap(([key, value]) => texts(value, `${path}.${key}`))
}

const english = texts(catalogues.en)
const german = texts(catalogues.de)

describe('catalogues', () => {
  it('have the same texts in every language', () => {
    expect(german.map(([path]) => path).toSorted()).toEqual(english.map(([path]) => path).toSorted())
  })

  it('have a text wherever English has one', () => {
    const empty = new Set(english.filter(([, text]) => text === '').map(([path]) => path))
    expect(german.filter(([path, text]) => text.trim() === '' && !empty.has(path))).toEqual([])
  })

  it('are translated', () => {
    const same = german.filter(([path, text]) => english.some(([other, source]) => other === path && source === text))
    // Names of things, numbers and terms that the field uses in English everywhere.
    expect(same.length).toBeLessThan(english.length / 4)
  })

  it('neither shout nor apologize', () => {
    const banned = /!|oops|successfully|erfolgreich|hoppla/i
    expect([...english, ...german].filter(([, text]) => banned.test(text))).toEqual([])
  })
})
