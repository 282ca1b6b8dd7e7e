import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAttention } from '../../../models/prompts/attention.ts'

function plain(prompt: string): [string, number][][] {
  return parseAttention(prompt).map((section) => section.map(({ text, weight }) => [text, weight]))
}

describe('parseAttention', () => {
  // The examples that A1111 documents its own parser with, to the last bit.
  it.each([
    ['normal text', [['normal text', 1]]],
    [
      'an (important) word',
      [
        ['an ', 1],
        ['important', 1.1],
        [' word', 1],
      ],
    ],
    ['(unbalanced', [['unbalanced', 1.1]]],
    [String.raw`\(literal\]`, [['(literal]', 1]]],
    ['(unnecessary)(parens)', [['unnecessaryparens', 1.1]]],
    [
      'a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).',
      [
        ['a ', 1],
        ['house', 1.573_000_000_000_000_4],
        [' ', 1.1],
        ['on', 1],
        [' a ', 1.1],
        ['hill', 0.55],
        [', sun, ', 1.1],
        ['sky', 1.464_100_000_000_000_6],
        ['.', 1.1],
      ],
    ],
  ] as [string, [string, number][]][])('reads %j as A1111 does', (prompt, expected) => {
    expect(plain(prompt)).toEqual([expected])
  })

  it.each([
    ['', []],
    ['()', []],
    ['[x]', [['x', 1 / 1.1]]],
    ['[[x]]', [['x', (1 / 1.1) * (1 / 1.1)]]],
    ['(x:1.3)', [['x', 1.3]]],
    ['(x: .5 )', [['x', 0.5]]],
    ['(x:-1)', [['x', -1]]],
    ['x)', [['x)', 1]]],
    ['x]', [['x]', 1]]],
    ['x:1.3)', [['x:1.3)', 1]]],
    ['(a:b)', [['a:b', 1.1]]],
    ['(x:1.2.3)', [['x:1.2.3', 1.1]]],
    ['[x', [['x', 1 / 1.1]]],
    [
      '(a [b)',
      [
        ['a ', 1.1],
        ['b', 1.1 * (1 / 1.1)],
      ],
    ],
    [String.raw`a\\b\c`, [[String.raw`a\bc`, 1]]],
  ] as [string, [string, number][]][])('reads %j', (prompt, expected) => expect(plain(prompt)).toEqual([expected]))

  it('starts a section at BREAK, also inside brackets, but only at the word', () => {
    expect(plain('a BREAK b')).toEqual([[['a ', 1]], [[' b', 1]]])
    expect(plain('(a BREAK b:1.5)')).toEqual([[['a ', 1.5]], [[' b', 1.5]]])
    expect(plain('BREAK BREAK')).toEqual([[], [[' ', 1]], []])
    expect(plain('BREAKFAST OUTBREAK break BREAKé')).toEqual([[['BREAKFAST OUTBREAK break BREAKé', 1]]])
  })

  it('keeps text without syntax as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const withoutSyntax = text.replaceAll(/[()[\]\\]|BREAK/g, '')
        expect(plain(withoutSyntax)).toEqual([withoutSyntax === '' ? [] : [[withoutSyntax, 1]]])
      }),
    )
  })

  it('gives back what is escaped', () => {
    fc.assert(
      fc.property(syntax, (text) => {
        const escaped = text.replaceAll(/[()[\]\\]/g, String.raw`\$&`)
        expect(plain(escaped)).toEqual([text === '' ? [] : [[text, 1]]])
      }),
    )
  })

  it('never throws, keeps neighbours of one weight together, and knows where each character comes from', () => {
    fc.assert(
      fc.property(syntax, (prompt) => {
        for (const section of parseAttention(prompt)) {
          for (const [index, { text, weight, origins }] of section.entries()) {
            expect(text).not.toBe('')
            expect(section[index + 1]?.weight).not.toBe(weight)
            for (const [run, { from, source }] of origins.entries()) {
              const part = text.slice(from, origins[run + 1]?.from)
              expect(prompt.slice(source, source + part.length)).toBe(part)
            }
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each(['(a', 'a)', '[(', '\\', ': ', ':1', ' ', 'BREAK '])('stays quick on 20000 characters of %j', (piece) => {
    const start = performance.now()
    parseAttention(piece.repeat(20_000 / piece.length))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

const syntax = fc
  .array(fc.constantFrom('(', ')', '[', ']', ':', '1.2', '\\', ' ', 'red', ',', '|', ':0.5)'), { maxLength: 24 })
  .map((pieces) => pieces.join(''))
