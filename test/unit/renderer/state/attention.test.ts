import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editAttention } from '../../../../renderer/state/attention.ts'

/** `|` marks the cursor, or both ends of the selection. */
function edit(marked: string, direction: 1 | -1): string | null {
  const from = marked.indexOf('|')
  const to = marked.lastIndexOf('|')
  const text = marked.replaceAll('|', '')
  const change = editAttention(text, from, to === from ? from : to - 1, direction)
  if (change === null) return null
  const after = text.slice(0, change.from) + change.insert + text.slice(change.to)
  return `${after.slice(0, change.selectFrom)}|${after.slice(change.selectFrom, change.selectTo)}|${after.slice(change.selectTo)}`
}

describe('editAttention', () => {
  it.each([
    ['a red f|ox, teal', 1, 'a red (|fox|:1.1), teal'],
    ['a red f|ox, teal', -1, 'a red (|fox|:0.9), teal'],
    ['a (|fox|:1.1), teal', 1, 'a (|fox|:1.2), teal'],
    ['a (fo|x:1.1), teal', 1, 'a (|fox|:1.2), teal'],
    ['a (red fo|x:1.25)', -1, 'a (|red fox|:1.15)'],
    ['a |red fox|, teal', 1, 'a (|red fox|:1.1), teal'],
    ['a | red fox |, teal', 1, 'a  (|red fox|:1.1) , teal'],
    ['|(red fox:1.3)|', 1, '(|red fox|:1.4)'],
  ] as const)('%s by %d', (before, direction, after) => {
    expect(edit(before, direction)).toBe(after)
  })

  it('takes the parentheses away at a weight of 1', () => {
    expect(edit('a (fo|x:1.1)', -1)).toBe('a |fox|')
    expect(edit('a (fo|x:0.9)', 1)).toBe('a |fox|')
  })

  it('turns the old notation into numbers', () => {
    expect(edit('(fo|x)', 1)).toBe('(|fox|:1.2)')
    expect(edit('((fo|x))', 1)).toBe('(|fox|:1.31)')
    expect(edit('[fo|x]', 1)).toBe('(|fox|:1.01)')
  })

  it('weighs a part of a weighted phrase on its own', () => {
    expect(edit('(a |red| fox:1.2)', 1)).toBe('(a (|red|:1.1) fox:1.2)')
  })

  it('leaves escaped parentheses alone', () => {
    expect(edit(String.raw`\(fo|x\)`, 1)).toBe(String.raw`\((|fox|:1.1)\)`)
  })

  it('does nothing without a word, or below zero', () => {
    expect(edit('a, | b', 1)).toBeNull()
    expect(edit('', 1)).toBeNull()
    expect(edit('(fo|x:0)', -1)).toBeNull()
  })

  it('comes back to the word after one step up and one down', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z ,]{0,12}$/), (word, before) => {
        const text = `${before} ${word}`
        const up = editAttention(text, text.length, text.length, 1)
        if (up === null) throw new Error('nothing was weighed')
        const raised = text.slice(0, up.from) + up.insert + text.slice(up.to)
        const down = editAttention(raised, up.selectFrom, up.selectTo, -1)
        if (down === null) throw new Error('nothing was taken back')
        expect(raised.slice(0, down.from) + down.insert + raised.slice(down.to)).toBe(text)
      }),
    )
  })

  it('edits within the text, whatever it is', () => {
    const text = fc.string({ unit: fc.constantFrom('(', ')', '[', ']', ':', '\\', '1', '.', 'a', ' ', ',') })
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.constantFrom(1 as const, -1 as const), (prompt, a, b, direction) => {
        const [from, to] = [a % (prompt.length + 1), b % (prompt.length + 1)].toSorted((x, y) => x - y) as [
          number,
          number,
        ]
        const change = editAttention(prompt, from, to, direction)
        if (change === null) return
        expect(change.from).toBeGreaterThanOrEqual(0)
        expect(change.to).toBeGreaterThanOrEqual(change.from)
        expect(change.to).toBeLessThanOrEqual(prompt.length)
      }),
    )
  })
})
