import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Model } from '../../../../renderer/api/contract.ts'
import { firstDraft, parseDraft, requestOf } from '../../../../renderer/state/draft-settings.ts'
import { model as modelOf } from './contract-fixtures.ts'

const BUILT_IN: Model = modelOf('built-in', { builtIn: true, path: '' })
const FIRST = firstDraft('a fox', 'built-in')

describe('parseDraft', () => {
  it('gives back what was stored', () => {
    const stored = { ...FIRST, prompt: 'an owl', steps: 4, seed: 9, seedLocked: true, scheduler: 'tcd' as const }
    expect(parseDraft(JSON.parse(JSON.stringify(stored)), FIRST, [BUILT_IN])).toEqual(stored)
  })

  it('leaves out what has the wrong type', () => {
    const draft = parseDraft({ prompt: 7, steps: 'many', count: null, loras: [{ id: 3 }] }, FIRST, [BUILT_IN])
    expect(draft).toEqual(FIRST)
  })

  it('lets go of a model that is no longer there, with what belonged to it', () => {
    const stored = { ...FIRST, modelId: 'gone', width: 1024, height: 1024, loras: [{ id: 'gone-too', strength: 1 }] }
    expect(parseDraft(stored, FIRST, [BUILT_IN])).toEqual(FIRST)
  })

  it('takes anything', () => {
    fc.assert(
      fc.property(fc.anything(), (stored) => {
        expect(Object.keys(parseDraft(stored, FIRST, [BUILT_IN])).toSorted()).toEqual(Object.keys(FIRST).toSorted())
      }),
    )
  })
})

describe('requestOf', () => {
  it('asks for a new seed unless it is locked', () => {
    expect(requestOf({ ...FIRST, seed: 5 }, null, null).seed).toBeNull()
    expect(requestOf({ ...FIRST, seed: 5, seedLocked: true }, null, null).seed).toBe(5)
  })

  it('has no negative prompt where only spaces are', () => {
    expect(requestOf({ ...FIRST, negativePrompt: ' ' }, null, null).negativePrompt).toBeNull()
  })

  it('holds nothing that the contract does not know', () => {
    expect(requestOf(FIRST, 'hyper-unified-4', null)).not.toHaveProperty('seedLocked')
    expect(requestOf(FIRST, 'hyper-unified-4', null)).not.toHaveProperty('presetGroup')
  })
})
