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
})
