import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countCombinations, expandDynamicPrompt } from '../../../models/prompts/dynamic-prompt.ts'

const first = () => 0
const last = (count: number) => count - 1

describe('expandDynamicPrompt', () => {
  it.each([
    ['a {red|blue} fox', 'a red fox', 'a blue fox', 2],
    ['{a|b}{c|d|e}', 'ac', 'be', 6],
    ['{a|{b|c} d}', 'a', 'c d', 3],
    ['x{| y}', 'x', 'x y', 2],
    ['{red} fox', '{red} fox', '{red} fox', 1],
    ['{{a|b}}', '{a}', '{b}', 2],
    ['a|b', 'a|b', 'a|b', 1],
    ['a } b', 'a } b', 'a } b', 1],
    ['{a|b', '{a|b', '{a|b', 1],
    ['{x {a|b}', '{x a', '{x b', 2],
    [String.raw`\{a|b\}`, '{a|b}', '{a|b}', 1],
    [String.raw`{a\|b|c}`, 'a|b', 'c', 2],
    [String.raw`\(a\) \\{a|b}`, String.raw`\(a\) \\a`, String.raw`\(a\) \\b`, 2],
    ['a\\', 'a\\', 'a\\', 1],
  ])('%s', (text, withFirst, withLast, combinations) => {
    expect(expandDynamicPrompt(text, first)).toBe(withFirst)
    expect(expandDynamicPrompt(text, last)).toBe(withLast)
    expect(countCombinations(text)).toBe(combinations)
  })

  it('asks for an index below the number of alternatives', () => {
    const asked: number[] = []
    expandDynamicPrompt('{a|b|c} {d|{e|f}}', (count) => asked.push(count) && 0)
    expect(asked).toEqual([3, 2, 2])
  })

  it('can choose in as many ways as it counts', () => {
    const unique = fc.array(fc.array(fc.constantFrom(1, 2, 3), { minLength: 2, maxLength: 3 }), { maxLength: 4 })
    fc.assert(
      fc.property(unique, (groups) => {
        const text = groups
          .map((options, at) => `{${options.map((_, index) => `g${at}o${index}`).join('|')}}`)
          .join(' ')
        const total = groups.reduce((product, options) => product * options.length, 1)
        const seen = new Set<string>()
        for (let number = 0; number < total; number++) {
          let rest = number
          const digit = (count: number) => {
            const index = rest % count
            rest = Math.floor(rest / count)
            return index
          }
          seen.add(expandDynamicPrompt(text, digit))
        }
        expect([seen.size, countCombinations(text)]).toEqual([total, total])
      }),
    )
  })

  it('keeps text without braces and backslashes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const withoutSyntax = text.replaceAll(/[{}\\]/g, '')
        expect(expandDynamicPrompt(withoutSyntax, first)).toBe(withoutSyntax)
      }),
    )
  })

  it.each(['{', '{|', '}', '{a|b}', '\\', '|'])('copes with 100000 of %j', (piece) => {
    expect(() => expandDynamicPrompt(piece.repeat(100_000), last)).not.toThrow()
    expect(() => countCombinations(piece.repeat(100_000))).not.toThrow()
  })

  it('copes with deep nesting', () => {
    const depth = 10_000
    const text = `${'{a|'.repeat(depth)}b${'}'.repeat(depth)}`
    expect(expandDynamicPrompt(text, last)).toBe('b')
    expect(countCombinations(text)).toBe(depth + 1)
  })
})
