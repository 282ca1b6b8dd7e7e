import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GenerationRequest, MemoryPlan } from '../../../../renderer/api/contract.ts'
import { firstDraft, requestOf } from '../../../../renderer/state/draft-settings.ts'
import { MemoryPlanState } from '../../../../renderer/state/memory-plan.svelte.ts'
import { offlineClient } from './contract-fixtures.ts'
import { settle } from './studio-harness.ts'

const REQUEST = requestOf(firstDraft('a fox', 'builtin'), null, null)
const PLAN: MemoryPlan = {
  device: 'cpu',
  peakBytes: 1e9,
  budgetBytes: 8e9,
  parts: [],
  fits: true,
  problem: null,
  suggestion: null,
}

describe('MemoryPlanState', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  function planning(answer: (request: GenerationRequest) => Promise<MemoryPlan>) {
    const planMemory = vi.fn<typeof answer>(answer)
    return { planMemory, state: new MemoryPlanState({ ...offlineClient(), planMemory }) }
  }

  it('asks once the settings rest, and about the last of them', async () => {
    const { state, planMemory } = planning(() => Promise.resolve(PLAN))
    state.ask(REQUEST)()
    state.ask({ ...REQUEST, width: 768 })
    vi.advanceTimersByTime(1000)
    await settle()
    expect(planMemory.mock.calls.map(([{ width }]) => width)).toEqual([768])
    expect(state.current).toEqual(PLAN)
  })

  it('forgets the plan where there is nothing to plan, or no answer', async () => {
    const { state, planMemory } = planning(() => Promise.resolve(PLAN))
    state.ask(REQUEST)
    vi.advanceTimersByTime(1000)
    await settle()
    state.ask(null)
    expect(state.current).toBeNull()
    planMemory.mockRejectedValueOnce(new Error('away'))
    state.ask(REQUEST)
    vi.advanceTimersByTime(1000)
    await settle()
    expect([planMemory.mock.calls.length, state.current]).toEqual([2, null])
  })

  it('drops an answer that comes after it was called off', async () => {
    const answer = Promise.withResolvers<MemoryPlan>()
    const { state } = planning(() => answer.promise)
    const callOff = state.ask(REQUEST)
    vi.advanceTimersByTime(1000)
    callOff()
    answer.resolve(PLAN)
    await settle()
    expect(state.current).toBeNull()
  })
})
