import { describe, expect, it } from 'vitest'
import { availableMemory } from '../../main/engine/memory-budget.ts'
import { memoryPlanSchema } from '../../main/server/contract/memory.ts'
import { createFakeEngine } from './fake-engine.ts'
import { openStudio, pictureRequest } from './studio.ts'

describe('planning the memory of a picture', () => {
  it('tells what the request takes, without the engine', async () => {
    const engine = createFakeEngine()
    engine.request = () => Promise.reject(new Error('the engine was asked'))
    const studio = await openStudio({ engine })
    const plan = memoryPlanSchema.parse(await studio.json('POST', '/api/plan', pictureRequest()))
    expect(plan).toMatchObject({ fits: true, problem: null, budgetBytes: availableMemory() })
    expect(plan.parts.map(({ part }) => part)).toEqual(['text encoder', 'UNet', 'VAE', 'pictures'])
  })

  it('refuses what cannot be made', async () => {
    const studio = await openStudio()
    expect((await studio.ask('POST', '/api/plan', pictureRequest({ modelId: 'gone' }))).status).toBe(422)
  })
})
