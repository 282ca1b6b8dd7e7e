import { describe, expect, it } from 'vitest'
import { splitAtLimit } from '../../../../renderer/state/token-limit.ts'

const counted = { text: 'one two three', tokenCount: 3, limit: 2, cutAt: 8 }

describe('splitAtLimit', () => {
  it('marks what lies beyond', () => {
    expect(splitAtLimit('one two three', counted)).toEqual({ read: 'one two ', beyond: 'three' })
  })

  it('marks nothing without a count, or within the limit', () => {
    expect(splitAtLimit('one two three', null).beyond).toBe('')
    expect(splitAtLimit('one two', { text: 'one two', tokenCount: 2, limit: 2, cutAt: null }).beyond).toBe('')
  })

  it('keeps the mark while more is typed after it', () => {
    expect(splitAtLimit('one two three four', counted).beyond).toBe('three four')
  })

  it('drops the mark once the text before it changed', () => {
    expect(splitAtLimit('one too three', counted).beyond).toBe('')
    expect(splitAtLimit('one', counted).beyond).toBe('')
  })
})
