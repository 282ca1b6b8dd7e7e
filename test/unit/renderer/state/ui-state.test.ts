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
    // When it changed is no matter of these tests.
    saved.push({ json: JSON.stringify({ ...state, changedAt: undefined }), leaving, answer })
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

/** A back end that can be away, and a storage of the page's own, for pages that come one after the other. */
function makeWorld(stored: Record<string, unknown> = {}) {
  const world = { stored, kept: null as string | null, away: false }
  const open = () =>
    new UiState(
      world.stored,
      (state) => {
        if (world.away) return Promise.reject(new Error('away'))
        world.stored = structuredClone(state)
        return Promise.resolve()
      },
      {
        read: () => world.kept,
        write: (text) => {
          world.kept = text
        },
        clear: () => {
          world.kept = null
        },
      },
    )
  return { world, open }
}

describe('what the back end could not be told before the page was left', () => {
  it('is found by the next page, which tells it then', async () => {
    const { world, open } = makeWorld({ draft: 'old', changedAt: 1 })
    world.away = true
    const uiState = open()
    uiState.write('draft', 'a fox')
    uiState.flush()
    await vi.advanceTimersByTimeAsync(0)
    vi.clearAllTimers()
    world.away = false
    expect(open().read('draft')).toBe('a fox')
    await vi.advanceTimersByTimeAsync(500)
    expect(world.stored).toMatchObject({ draft: 'a fox' })
    expect(world.kept).toBeNull()
  })

  it('stays until its latest change is stored', async () => {
    const { world, open } = makeWorld()
    const uiState = open()
    uiState.write('draft', 'a')
    uiState.flush()
    uiState.write('draft', 'a fox')
    await vi.advanceTimersByTimeAsync(0)
    expect(world.kept).not.toBeNull()
    await vi.advanceTimersByTimeAsync(500)
    expect(world.stored).toMatchObject({ draft: 'a fox' })
    expect(world.kept).toBeNull()
  })

  it('is nothing where all was stored', async () => {
    const { world, open } = makeWorld()
    const uiState = open()
    uiState.write('draft', 'a fox')
    await vi.advanceTimersByTimeAsync(500)
    uiState.flush()
    expect(world.kept).toBeNull()
  })

  it.each([
    ['older than what the back end has', '{"draft":"old","changedAt":5}'],
    ['damaged', '{"draft":'],
    ['something else', '"draft"'],
    ['nothing', 'null'],
  ])('is not used where it is %s', (_, kept) => {
    const { world, open } = makeWorld({ draft: 'a fox', changedAt: 10 })
    world.kept = kept
    expect(open().read('draft')).toBe('a fox')
    expect(vi.getTimerCount()).toBe(0)
  })
})
