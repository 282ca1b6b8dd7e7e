import { describe, expect, it } from 'vitest'
import { createRecentStore } from '../../../../main/engine/worker/recent-store.ts'
import { RequestError } from '../../../../main/engine/worker/request-error.ts'

describe('createRecentStore', () => {
  it('gives back what was put in, under its handle', () => {
    const store = createRecentStore<string>('model', 2)
    store.put('a', 'first')
    store.put('b', 'second')
    expect([store.get('a'), store.get('b'), store.find('c')]).toEqual(['first', 'second', undefined])
  })

  it.each(['get', 'find', 'put'] as const)('lets the least recently used go, where %s is a use', (use) => {
    const store = createRecentStore<string>('model', 2)
    store.put('a', 'first')
    store.put('b', 'second')
    store[use]('a', 'first')
    store.put('c', 'third')
    expect([store.find('a'), store.find('b'), store.find('c')]).toEqual(['first', undefined, 'third'])
  })

  it('says what it no longer holds', () => {
    const store = createRecentStore<string>('prompt', 2)
    store.put('a', 'first')
    store.delete('a')
    expect(() => store.get('a')).toThrow(RequestError)
    expect(() => store.get('a')).toThrow('The engine no longer holds this prompt.')
  })

  it('forgets everything at once', () => {
    const store = createRecentStore<string>('prompt', 2)
    store.put('a', 'first')
    store.clear()
    expect(store.find('a')).toBeUndefined()
  })
})
