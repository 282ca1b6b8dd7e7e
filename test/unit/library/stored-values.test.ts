import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createPromptHistory, createValueStore } from '../../../main/library/stored-values.ts'
import { openMemoryDatabase } from './memory-library.ts'

describe('values', () => {
  it('are read as they were written last', () => {
    const values = createValueStore(openMemoryDatabase())
    const schema = z.object({ theme: z.string() })
    expect(values.read('settings', schema)).toBeNull()
    values.write('settings', { theme: 'dark' })
    values.write('settings', { theme: 'light' })
    expect(values.read('settings', schema)).toEqual({ theme: 'light' })
  })

  it('count as absent where they do not fit the schema', () => {
    const values = createValueStore(openMemoryDatabase())
    values.write('settings', { theme: 7 })
    expect(values.read('settings', z.object({ theme: z.string() }))).toBeNull()
  })
})

describe('the prompt history', () => {
  it('keeps each prompt once, latest first', () => {
    const history = createPromptHistory(openMemoryDatabase())
    for (const prompt of ['a', 'b', ' ', 'a', '']) history.add(prompt)
    expect(history.list()).toEqual(['a', 'b'])
  })

  it('keeps the latest 200', () => {
    const history = createPromptHistory(openMemoryDatabase())
    for (let index = 0; index < 205; index++) history.add(`prompt ${index}`)
    expect(history.list()).toHaveLength(200)
    expect(history.list().at(0)).toBe('prompt 204')
    expect(history.list().at(-1)).toBe('prompt 5')
  })
})
