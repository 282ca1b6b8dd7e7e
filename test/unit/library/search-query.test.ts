import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toFullTextQuery } from '../../../main/library/search-query.ts'

const index = new Database(':memory:')
index.exec(`CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')`)
const TEXTS = ['a red fox in the snow', 'a reddish castle', 'snow AND ice', 'Übergröße café', 'hyper-sd model']
TEXTS.forEach((text) => index.prepare('INSERT INTO texts VALUES (?)').run(text))

function search(text: string): unknown[] {
  return index.prepare('SELECT text FROM texts WHERE texts MATCH ?').pluck().all(toFullTextQuery(text))
}

describe('toFullTextQuery', () => {
  it('asks for nothing where nothing was typed', () => {
    expect(toFullTextQuery('')).toBeNull()
    expect(toFullTextQuery(' \n\t ')).toBeNull()
  })

  it.each([
    ['red', ['a red fox in the snow', 'a reddish castle']],
    ['red ', ['a red fox in the snow']],
    ['snow re', ['a red fox in the snow']],
    ['sno red', []],
    ['and', ['snow AND ice']],
    ['AND', ['snow AND ice']],
    ['cafe', ['Übergröße café']],
    ['ubergr', ['Übergröße café']],
    ['hyper-s', ['hyper-sd model']],
    ['sd-hyper', []],
    ['zebra', []],
  ])('finds for %j', (text, found) => {
    expect(search(text)).toEqual(found)
  })

  it.each([
    '"',
    '""',
    '"*',
    'a AND',
    'NEAR(',
    'text:fox',
    '^fox',
    '(',
    '-- ',
    '{text}:',
    'fox OR',
    'a\0"b',
    '*',
    '...',
    '\ud800',
  ])('takes %j as words, not as a query', (text) => {
    expect(search(text).length).toBeLessThan(TEXTS.length)
  })

  it('never makes a query that FTS5 refuses', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('"', '*', '(', ')', ':', '^', '-', '+', ' ', '\0', 'A', 'N', 'D', 'é', '語'),
    })
    const units = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(fc.oneof(nasty, units), (text) => {
        fc.pre(toFullTextQuery(text) !== null)
        expect(search(text).length).toBeLessThanOrEqual(TEXTS.length)
      }),
      { numRuns: 300 },
    )
  })
})
