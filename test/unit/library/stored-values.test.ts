import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createModelStore } from '../../../main/library/models.ts'
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

describe('models', () => {
  it('keep their id and place when added again', () => {
    const models = createModelStore(openMemoryDatabase(), () => 5)
    const first = models.add({ kind: 'checkpoint', path: '/m/a.safetensors', details: { family: 'sd15' } })
    const second = models.add({ kind: 'lora', path: '/m/b.safetensors', details: {} })
    expect(first).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{16}$/) as string,
      kind: 'checkpoint',
      path: '/m/a.safetensors',
      details: { family: 'sd15' },
      addedAt: 5,
    })
    const again = models.add({ kind: 'checkpoint', path: '/m/a.safetensors', details: { family: 'sdxl' } })
    expect(again).toEqual({ ...first, details: { family: 'sdxl' } })
    expect(models.list()).toEqual([again, second])
    expect([models.remove(first.id), models.remove(first.id)]).toEqual([true, false])
    expect(models.get(first.id)).toBeNull()
    expect(models.get(second.id)).toEqual(second)
  })
})
