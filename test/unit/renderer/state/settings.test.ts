import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Settings } from '../../../../renderer/api/contract.ts'
import { catalogues } from '../../../../renderer/messages/catalogue.ts'
import { SettingsState } from '../../../../renderer/state/settings.svelte.ts'
import { offlineClient, settings } from './contract-fixtures.ts'
import { stubMedia, type FakeMedia } from './media-queries.ts'
import { watch } from './run-effects.svelte.ts'

let media: FakeMedia
beforeEach(() => {
  media = stubMedia()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

/** Settings whose back end answers when the test says so. */
function changing(initial = settings()) {
  const asked: { change: Partial<Settings>; answer: PromiseWithResolvers<Settings> }[] = []
  const errors: unknown[] = []
  const saveSettings = (change: Partial<Settings>) => {
    const answer = Promise.withResolvers<Settings>()
    asked.push({ change, answer })
    return answer.promise
  }
  const state = new SettingsState({
    client: { ...offlineClient(), saveSettings },
    initial,
    onError: (error) => errors.push(error),
  })
  return { state, asked, errors }
}

describe('SettingsState', () => {
  it('shows a change at once, and then what was stored', async () => {
    const { state, asked } = changing()
    const done = state.change({ language: 'de' })
    expect(state.current.language).toBe('de')
    expect(state.messages).toBe(catalogues.de)
    await Promise.resolve()
    asked[0]!.answer.resolve(settings({ language: 'de', theme: 'light' }))
    await done
    expect(state.current).toEqual(settings({ language: 'de', theme: 'light' }))
  })

  it('takes back what could not be stored, and nothing else', async () => {
    const { state, asked, errors } = changing()
    const first = state.change({ theme: 'light' })
    const second = state.change({ language: 'de' })
    await Promise.resolve()
    asked[0]!.answer.reject(new Error('disk full'))
    await first
    expect([state.current.theme, state.current.language]).toEqual(['dark', 'de'])
    asked[1]!.answer.resolve(settings({ language: 'de' }))
    await second
    expect(state.current).toEqual(settings({ language: 'de' }))
    expect(errors).toEqual([new Error('disk full')])
  })

  it('sends one change after the other, so that the last answer knows of all', async () => {
    const { state, asked } = changing()
    void state.change({ theme: 'light' })
    const second = state.change({ language: 'de' })
    await Promise.resolve()
    expect(asked.map(({ change }) => change)).toEqual([{ theme: 'light' }])
    asked[0]!.answer.resolve(settings({ theme: 'light' }))
    await vi.waitUntil(() => asked.length === 2)
    asked[1]!.answer.resolve(settings({ theme: 'light', language: 'de' }))
    await second
    expect(state.current).toEqual(settings({ theme: 'light', language: 'de' }))
  })

  it('keeps a change that is under way when another window changes something else', async () => {
    const { state, asked } = changing()
    const done = state.change({ theme: 'light' })
    state.receive(settings({ device: 'cpu' }))
    expect(state.current).toEqual(settings({ device: 'cpu', theme: 'light' }))
    await Promise.resolve()
    asked[0]!.answer.reject(new Error('no'))
    await done
    expect(state.current).toEqual(settings({ device: 'cpu' }))
  })

  it('follows the system only where it is asked to', () => {
    const { state } = changing(settings({ theme: 'system' }))
    const { seen, end } = watch(() => state.theme)
    flushSync()
    media.change(() => true)
    flushSync()
    state.receive(settings({ theme: 'light' }))
    flushSync()
    media.change(() => false)
    flushSync()
    end()
    expect(seen).toEqual(['light', 'dark', 'light'])
  })
})
