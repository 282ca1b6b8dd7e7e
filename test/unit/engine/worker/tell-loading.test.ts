import { describe, expect, it } from 'vitest'
import { sentence } from '../../../../models/sentences/catalogue.ts'
import { foreignText } from '../../../../models/sentences/sentence.ts'
import type { EngineEvent } from '../../../../main/engine/protocol.ts'
import type { EngineContext } from '../../../../main/engine/worker/context.ts'
import type { CreatedSession } from '../../../../main/engine/worker/create-session.ts'
import { createSessionCache, type SessionPlan } from '../../../../main/engine/worker/session-cache.ts'
import { tellLoading } from '../../../../main/engine/worker/tell-loading.ts'

const reading = sentence('activity.reading-prompt')

const plan: SessionPlan = {
  key: 'unet',
  component: 'UNet',
  device: { providers: ['cpu'], threads: null },
  build: () => ({ name: 'unet', nodes: [], initializers: [], inputs: [], outputs: [] }),
}

function told(create: () => Promise<CreatedSession>) {
  const events: EngineEvent[] = []
  const sessions = createSessionCache(100, create)
  const engine = tellLoading({ sessions } as EngineContext, reading, (event) => void events.push(event))
  return { engine, events }
}

describe('tellLoading', () => {
  it('tells of a network that has to be loaded, and of none that is there', async () => {
    const { engine, events } = told(() => {
      events.push({ type: 'activity', activity: foreignText('(loads)') })
      return Promise.resolve({} as CreatedSession)
    })
    await engine.sessions.get(plan)
    expect(events).toEqual([
      { type: 'activity', activity: sentence('activity.loading', { network: 'UNet' }) },
      { type: 'loading', part: 'UNet' },
      { type: 'activity', activity: foreignText('(loads)') },
      { type: 'loading', part: null },
      { type: 'activity', activity: reading },
    ])
    events.length = 0
    await engine.sessions.get(plan)
    expect(events).toEqual([])
  })

  it('leaves the last word to what went wrong', async () => {
    const { engine, events } = told(() => Promise.reject(new Error('bad_alloc')))
    await expect(engine.sessions.get(plan)).rejects.toThrow('bad_alloc')
    expect(events.at(-1)).toEqual({ type: 'loading', part: 'UNet' })
  })
})
