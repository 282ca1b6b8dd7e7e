import { describe, expect, it } from 'vitest'
import { builtInModel } from '../../main/catalog/built-in-model.ts'
import { createInstalledModels } from '../../main/catalog/installed-models.ts'
import { createEngineWarmer } from '../../main/generation/engine-warmer.ts'
import { createPresetList } from '../../main/generation/preset-list.ts'
import { planJob } from '../../main/generation/plan-job.ts'
import { QueueBusyError } from '../../main/generation/queue-busy-error.ts'
import type { JobQueue } from '../../main/generation/queue.ts'
import { createModelStores } from '../../main/library/models.ts'
import type { queueSchema } from '../../main/server/contract/generation.ts'
import { openMemoryDatabase } from '../unit/library/memory-library.ts'
import { createFakeEngine, type FakeEngine } from './fake-engine.ts'
import { fakeHasher, openStudio, pictureRequest, queueJobs, untilIdle, type Studio } from './studio.ts'

function watched(): { engine: FakeEngine; asked: string[] } {
  const engine = createFakeEngine()
  const asked: string[] = []
  const request = engine.request.bind(engine)
  engine.request = async (type, params, options) => {
    asked.push(type)
    return request(type, params, options)
  }
  return { engine, asked }
}

const prepare = (studio: Studio) => studio.json('POST', '/api/engine/prepare', pictureRequest())

describe('preparing the engine', () => {
  it('loads what the request needs, and makes nothing', async () => {
    const { engine, asked } = watched()
    const studio = await openStudio({ engine })
    expect(await prepare(studio)).toEqual({ prepared: true })
    expect(asked).toEqual(['load', 'encodeText', 'prepare'])
    expect((await untilIdle(studio)).recent).toEqual([])
  })

  it('does nothing while a job runs or waits', async () => {
    const { engine, asked } = watched()
    const studio = await openStudio({ engine })
    const held = engine.hold()
    await queueJobs(studio)
    await held.reached
    expect(await prepare(studio)).toEqual({ prepared: false })
    held.release()
    await untilIdle(studio)
    await studio.json('POST', '/api/queue/pause')
    await queueJobs(studio)
    expect(await prepare(studio)).toEqual({ prepared: false })
    expect(asked).not.toContain('prepare')
  })

  it('refuses what cannot be made', async () => {
    const studio = await openStudio()
    const answer = await studio.ask('POST', '/api/engine/prepare', pictureRequest({ modelId: 'gone' }))
    expect(answer.status).toBe(422)
  })
})

describe('the engine warmer', () => {
  const models = createInstalledModels(createModelStores(openMemoryDatabase(), Date.now).models, builtInModel())
  const plan = planJob(pictureRequest(), [], {
    models,
    presets: createPresetList(() => []),
    planner: { tiles: () => false },
    providers: ['cpu'],
  })
  const queue = (borrowEngine: JobQueue['borrowEngine']) => ({
    state: () => ({ active: [] }) as unknown as ReturnType<typeof queueSchema.parse>,
    borrowEngine,
  })
  const lend: JobQueue['borrowEngine'] = (work) => work(new AbortController().signal)

  it('leaves a model alone whose weights take more than a quarter of the memory', async () => {
    const { engine, asked } = watched()
    const options = { engine, hasher: fakeHasher, queue: queue(lend) }
    expect(await createEngineWarmer({ ...options, memoryBudget: 200e6 }).warm(plan)).toBe(false)
    expect(asked).toEqual([])
    expect(await createEngineWarmer({ ...options, memoryBudget: 2e9 }).warm(plan)).toBe(true)
  })

  it('gives way to a job that was quicker', async () => {
    const { engine } = watched()
    const busy = queue(() => Promise.reject(new QueueBusyError()))
    const warmer = createEngineWarmer({ engine, hasher: fakeHasher, queue: busy, memoryBudget: 2e9 })
    expect(await warmer.warm(plan)).toBe(false)
  })
})
