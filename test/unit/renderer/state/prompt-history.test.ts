import { describe, expect, it } from 'vitest'
import { createHistory, remember, step } from '../../../../renderer/state/prompt-history.ts'

describe('step', () => {
  it('goes back and comes home to the draft', () => {
    const older = step(createHistory(['newest', 'oldest']), 1, 'draft')!
    expect(older.text).toBe('newest')
    const oldest = step(older.history, 1, older.text)!
    expect(oldest.text).toBe('oldest')
    expect(step(oldest.history, 1, oldest.text)).toBeNull()
    const back = step(oldest.history, -1, oldest.text)!
    expect(step(back.history, -1, back.text)?.text).toBe('draft')
  })

  it('comes home to what was typed over an older prompt', () => {
    const older = step(createHistory(['newest', 'oldest']), 1, 'draft')!
    const oldest = step(older.history, 1, 'newest with a hat')!
    expect(oldest.text).toBe('oldest')
    const back = step(oldest.history, -1, oldest.text)!
    expect(step(back.history, -1, back.text)?.text).toBe('newest with a hat')
  })

  it('skips what is shown already', () => {
    expect(step(createHistory(['draft', 'older']), 1, 'draft')?.text).toBe('older')
  })

  it('has nothing newer than the draft', () => {
    expect(step(createHistory(['a']), -1, 'draft')).toBeNull()
  })
})

describe('remember', () => {
  it('keeps each prompt once, newest first', () => {
    expect(remember(createHistory(['a', 'b']), 'b').prompts).toEqual(['b', 'a'])
  })

  it('does not keep an empty one', () => {
    expect(remember(createHistory(['a']), '  ').prompts).toEqual(['a'])
  })
})
