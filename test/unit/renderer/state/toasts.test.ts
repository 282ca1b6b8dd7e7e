import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Toasts } from '../../../../renderer/state/toasts.svelte.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const texts = (toasts: Toasts) => toasts.shown.map(({ text }) => text)
const undo = { label: 'Undo', run: () => undefined }

describe('Toasts', () => {
  it('goes after a while, an error later than a note', () => {
    const toasts = new Toasts(String)
    toasts.show('note')
    toasts.showError(new Error('broken'))
    vi.advanceTimersByTime(6000)
    expect(texts(toasts)).toEqual(['Error: broken'])
    vi.advanceTimersByTime(6000)
    expect(texts(toasts)).toEqual([])
  })

  it('stays while it is pointed at, and then its full time again', () => {
    const toasts = new Toasts(String)
    toasts.show('note')
    const id = toasts.shown[0]!.id
    vi.advanceTimersByTime(5000)
    toasts.pause(id)
    vi.advanceTimersByTime(60_000)
    expect(texts(toasts)).toEqual(['note'])
    toasts.resume(id)
    toasts.resume(id)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(5999)
    expect(texts(toasts)).toEqual(['note'])
    vi.advanceTimersByTime(1)
    expect(texts(toasts)).toEqual([])
  })

  it('says the same thing once, for its full time', () => {
    const toasts = new Toasts(String)
    toasts.show('offline', { kind: 'error' })
    vi.advanceTimersByTime(11_000)
    toasts.show('offline', { kind: 'error' })
    expect(texts(toasts)).toEqual(['offline'])
    vi.advanceTimersByTime(11_000)
    expect(texts(toasts)).toEqual(['offline'])
  })

  it('keeps every way back: two pictures deleted one after the other are two lines', () => {
    const toasts = new Toasts(String)
    const undone: number[] = []
    for (const turn of [1, 2])
      toasts.show('1 picture moved', { action: { label: 'Undo', run: () => undone.push(turn) } })
    expect(texts(toasts)).toEqual(['1 picture moved', '1 picture moved'])
    for (const toast of toasts.shown) toast.action?.run()
    expect(undone).toEqual([1, 2])
  })

  it('shows the latest three, and leaves no timer of the others', () => {
    const toasts = new Toasts(String)
    for (const text of ['a', 'b', 'c', 'd']) toasts.show(text, { action: undo })
    expect(texts(toasts)).toEqual(['b', 'c', 'd'])
    expect(vi.getTimerCount()).toBe(3)
  })

  it('leaves no timer when it is dismissed', () => {
    const toasts = new Toasts(String)
    toasts.show('note')
    toasts.dismiss(toasts.shown[0]!.id)
    expect(texts(toasts)).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    toasts.resume(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('shows an error in the user’s words', () => {
    const toasts = new Toasts((error) => `the words for ${String(error)}`)
    toasts.showError('odd')
    expect(toasts.shown[0]).toMatchObject({ kind: 'error', text: 'the words for odd', action: null })
  })
})
