import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UiState } from '../../../../renderer/state/ui-state.svelte.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A state whose saves the test answers. */
function saving(stored: Record<string, unknown> = {}) {
  const saved: { json: string; leaving: boolean; answer: PromiseWithResolvers<void> }[] = []
  const uiState = new UiState(stored, (state, leaving) => {
    const answer = Promise.withResolvers<void>()
    saved.push({ json: JSON.stringify(state), leaving, answer })
    return answer.promise
  })
  return { uiState, saved }
}

describe('UiState', () => {
  it('gives back what was stored, and what was written since', () => {
    const { uiState } = saving({ draft: 'old', other: 1 })
    uiState.write('draft', 'new')
    expect([uiState.read('draft'), uiState.read('other'), uiState.read('gone')]).toEqual(['new', 1, undefined])
  })

  it('sends all changes of half a second at once', () => {
    const { uiState, saved } = saving({ kept: true })
    uiState.write('a', 1)
    vi.advanceTimersByTime(300)
    uiState.write('a', 2)
    uiState.write('b', 3)
    vi.advanceTimersByTime(199)
    expect(saved).toEqual([])
    vi.advanceTimersByTime(1)
    expect(saved.map(({ json, leaving }) => [json, leaving])).toEqual([['{"kept":true,"a":2,"b":3}', false]])
  })

  it('goes on saving while typing does not pause', async () => {
    const { uiState, saved } = saving()
    for (let key = 0; key < 20; key++) {
      uiState.write('draft', key)
      await vi.advanceTimersByTimeAsync(100)
      saved.at(-1)?.answer.resolve()
    }
    expect(saved.length).toBeGreaterThanOrEqual(3)
  })

  it('sends what waits when the page is left, and nothing where nothing waits', async () => {
    const { uiState, saved } = saving()
    uiState.flush()
    uiState.write('draft', 'typed')
    uiState.flush()
    expect(saved.map(({ json, leaving }) => [json, leaving])).toEqual([['{"draft":"typed"}', true]])
    saved[0]!.answer.resolve()
    await vi.advanceTimersByTimeAsync(10_000)
    uiState.flush()
    expect(saved).toHaveLength(1)
  })

  it('sends again what is under way when the page is left, since that would be cut off', () => {
    const { uiState, saved } = saving()
    uiState.write('draft', 'typed')
    vi.advanceTimersByTime(500)
    uiState.flush()
    expect(saved.map(({ leaving }) => leaving)).toEqual([false, true])
    expect(saved[1]!.json).toBe('{"draft":"typed"}')
  })

  it('tries again until it is stored, with what was written since', async () => {
    const { uiState, saved } = saving()
    uiState.write('draft', 'typed')
    await vi.advanceTimersByTimeAsync(500)
    saved[0]!.answer.reject(new Error('offline'))
    await vi.advanceTimersByTimeAsync(3000)
    saved[1]!.answer.reject(new Error('offline'))
    await vi.advanceTimersByTimeAsync(0)
    uiState.write('view', 'gallery')
    await vi.advanceTimersByTimeAsync(3000)
    expect(saved[2]!.json).toBe('{"draft":"typed","view":"gallery"}')
    saved[2]!.answer.resolve()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(saved).toHaveLength(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sends one after the other, so that an older state never arrives last', async () => {
    const { uiState, saved } = saving()
    uiState.write('draft', 'a')
    await vi.advanceTimersByTimeAsync(500)
    uiState.write('draft', 'ab')
    await vi.advanceTimersByTimeAsync(5000)
    expect(saved).toHaveLength(1)
    saved[0]!.answer.resolve()
    await vi.advanceTimersByTimeAsync(500)
    expect(saved.map(({ json }) => json)).toEqual(['{"draft":"a"}', '{"draft":"ab"}'])
  })
})
