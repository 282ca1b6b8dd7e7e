import { describe, expect, it } from 'vitest'
import type { Preset, PresetChoices } from '../../../../renderer/api/contract.ts'
import { PresetsState } from '../../../../renderer/state/presets.svelte.ts'
import { firstDraft, requestOf } from '../../../../renderer/state/draft-settings.ts'
import { offlineClient, preset } from './contract-fixtures.ts'

const BUILT_IN = preset('hyper-4', 4)
const OWN = preset('custom-ink-1', 3, { custom: true, title: 'Ink' })
const NONE: PresetChoices = { recommended: null, choices: [] }

/** A back end that keeps saved presets. */
function presetsOf(initial: Preset[]) {
  let kept = initial
  const asked: unknown[] = []
  const answers = new Map<string, PromiseWithResolvers<PresetChoices>>()
  const state = new PresetsState(
    {
      ...offlineClient().presets,
      choices: (id) => {
        const answer = Promise.withResolvers<PresetChoices>()
        answers.set(id, answer)
        return answer.promise
      },
      saveRequest: (title, request) => {
        asked.push({ title, request })
        kept = [...kept, OWN]
        return Promise.resolve(kept)
      },
      remove: (id) => Promise.resolve((kept = kept.filter((other) => other.id !== id))),
      importFrom: (exported) => {
        asked.push(exported)
        return Promise.resolve((kept = [...kept, OWN]))
      },
    },
    initial,
  )
  return { state, asked, answers }
}

describe('PresetsState', () => {
  it('answers for the checkpoint that was asked about last', async () => {
    const { state, answers } = presetsOf([BUILT_IN])
    const first = state.load('a')
    const second = state.load('b')
    const recommending = { ...NONE, recommended: 'hyper-4' }
    answers.get('b')?.resolve(recommending)
    answers.get('a')?.resolve(NONE)
    expect([await first, await second]).toEqual([null, recommending])
    expect([state.choicesFor('a'), state.choicesFor('b')]).toEqual([null, recommending])
  })

  it('knows of nothing where the back end does not answer', async () => {
    const state = new PresetsState(offlineClient().presets, [BUILT_IN])
    expect(await state.load('a')).toBeNull()
    expect(state.choicesFor('a')).toBeNull()
  })

  it('saves, deletes and takes presets in', async () => {
    const { state, asked } = presetsOf([BUILT_IN])
    const request = requestOf(firstDraft('a fox', 'builtin'), null, null)
    expect(await state.save('Ink', request)).toEqual(OWN)
    expect(asked).toEqual([{ title: 'Ink', request }])
    await state.remove(OWN.id)
    expect(state.all).toEqual([BUILT_IN])
    expect(await state.importFrom('{"onestrokePresets":1,"presets":[]}')).toBe(1)
    expect(asked.at(-1)).toEqual({ onestrokePresets: 1, presets: [] })
    await expect(state.importFrom('not JSON')).rejects.toThrow(SyntaxError)
  })
})
