import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenCount } from '../../../../renderer/api/contract.ts'
import { TokenCounter } from '../../../../renderer/state/token-counter.svelte.ts'
import { offlineClient } from './contract-fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const tokens = (tokenCount: number): TokenCount => ({ tokenCount, limit: 75, cutAt: null })

/** A counter whose answers the test gives. */
function counting() {
  const asked: { text: string; answer: PromiseWithResolvers<TokenCount> }[] = []
  const countTokens = (text: string) => {
    const answer = Promise.withResolvers<TokenCount>()
    asked.push({ text, answer })
    return answer.promise
  }
  return { asked, counter: new TokenCounter({ ...offlineClient(), countTokens }) }
}

describe('TokenCounter', () => {
  it('asks once the typing pauses', async () => {
    const { asked, counter } = counting()
    for (const text of ['a', 'a r', 'a red']) {
      const callOff = counter.count(text, 'm')
      await vi.advanceTimersByTimeAsync(100)
      if (text !== 'a red') callOff()
    }
    await vi.advanceTimersByTimeAsync(200)
    expect(asked.map(({ text }) => text)).toEqual(['a red'])
    asked[0]!.answer.resolve(tokens(2))
    await vi.advanceTimersByTimeAsync(0)
    expect(counter.counted).toEqual({ text: 'a red', ...tokens(2) })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ignores an answer that was called off, whenever it comes', async () => {
    const { asked, counter } = counting()
    const callOff = counter.count('old', 'm')
    await vi.advanceTimersByTimeAsync(200)
    callOff()
    counter.count('new', 'm')
    await vi.advanceTimersByTimeAsync(200)
    asked[1]!.answer.resolve(tokens(1))
    await vi.advanceTimersByTimeAsync(0)
    asked[0]!.answer.resolve(tokens(40))
    await vi.advanceTimersByTimeAsync(0)
    expect(counter.counted).toEqual({ text: 'new', ...tokens(1) })
  })

  it('shows no number rather than a wrong one where the back end is away', async () => {
    const { asked, counter } = counting()
    counter.count('one', 'm')
    await vi.advanceTimersByTimeAsync(200)
    asked[0]!.answer.resolve(tokens(1))
    await vi.advanceTimersByTimeAsync(0)
    counter.count('two', 'm')
    await vi.advanceTimersByTimeAsync(200)
    asked[1]!.answer.reject(new Error('offline'))
    await vi.advanceTimersByTimeAsync(0)
    expect(counter.counted).toBeNull()
  })

  it('keeps what is known where a question was called off', async () => {
    const { asked, counter } = counting()
    counter.count('one', 'm')
    await vi.advanceTimersByTimeAsync(200)
    asked[0]!.answer.resolve(tokens(1))
    await vi.advanceTimersByTimeAsync(0)
    const callOff = counter.count('two', 'm')
    await vi.advanceTimersByTimeAsync(200)
    callOff()
    asked[1]!.answer.reject(new Error('aborted'))
    await vi.advanceTimersByTimeAsync(0)
    expect(counter.counted?.text).toBe('one')
  })
})
