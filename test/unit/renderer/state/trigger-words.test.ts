import { describe, expect, it } from 'vitest'
import { hasWord, withoutWord, withWord } from '../../../../renderer/state/trigger-words.ts'

describe('trigger words', () => {
  it('are found between commas, in any case, and not inside of other words', () => {
    expect(hasWord('a fox, Ink Wash , paper', 'ink wash')).toBe(true)
    expect(hasWord('a fox in ink washes', 'ink wash')).toBe(false)
    expect(hasWord('', 'ink')).toBe(false)
  })

  it('go to the end of a prompt, and out again', () => {
    expect(withWord('a fox', 'ink wash')).toBe('a fox, ink wash')
    expect(withWord('a fox, ', 'ink wash')).toBe('a fox, ink wash')
    expect(withWord('', ' ink wash ')).toBe('ink wash')
    expect(withoutWord('a fox, ink wash, paper', 'Ink wash')).toBe('a fox, paper')
    expect(withoutWord('ink wash', 'ink wash')).toBe('')
  })

  it('count where they are emphasised, alone or with others', () => {
    for (const prompt of [
      'a fox, (ink wash:1.2)',
      '((ink wash)), paper',
      '[Ink  wash], fox',
      '(paper, ink wash:0.8)',
    ]) {
      expect([prompt, hasWord(prompt, 'ink wash')]).toEqual([prompt, true])
    }
    expect(hasWord('(ink wash painting:1.2)', 'ink wash')).toBe(false)
  })

  it('are taken out with their brackets and one comma, and leave the lines as they are', () => {
    expect(withoutWord('a fox, (ink wash:1.2), paper', 'ink wash')).toBe('a fox, paper')
    expect(withoutWord('((ink wash)), fox', 'ink wash')).toBe('fox')
    expect(withoutWord('(ink wash, paper:1.2)', 'ink wash')).toBe('(paper:1.2)')
    expect(withoutWord('(paper, ink wash:1.2), fox', 'ink wash')).toBe('(paper:1.2), fox')
    expect(withoutWord('a fox,\nink wash,\n\npaper', 'ink wash')).toBe('a fox,\n\npaper')
    expect(withoutWord('ink wash, fox, INK WASH', 'ink wash')).toBe('fox')
    expect(withoutWord('a fox,  at night', 'ink wash')).toBe('a fox,  at night')
  })

  it('with brackets in them are no emphasis', () => {
    const prompt = withWord('a knight', 'fate (series)')
    expect(prompt).toBe(String.raw`a knight, fate \(series\)`)
    expect([hasWord(prompt, 'fate (series)'), hasWord('fate (series), fox', 'fate (series)')]).toEqual([true, true])
    expect(withoutWord(prompt, 'fate (series)')).toBe('a knight')
  })
})
