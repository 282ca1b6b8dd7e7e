import { describe, expect, it } from 'vitest'
import { EngineCrashedError } from '../../main/engine/engine-errors.ts'
import { jobSchema, queueSchema } from '../../main/server/contract/generation.ts'
import { imageDetailSchema } from '../../main/server/contract/library.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { newHome, openStudio, pictureRequest, queueJobs, untilIdle, type Studio } from './studio.ts'

async function queueOf(studio: Studio, path: string) {
  return queueSchema.parse(await studio.json('POST', path))
}

function crash(): EngineCrashedError {
  return new EngineCrashedError(
    sentence('engine.exit-signal', { signal: 'SIGSEGV' }),
    sentence('activity.running-step', { step: 1, steps: 2 }),
    '',
  )
}

describe('the queue', () => {
  it('makes the pictures of a job with seeds n, n+1, …', async () => {
    const studio = await openStudio()
    const [job] = await queueJobs(studio, { seed: 41, count: 3 })
    const { recent } = await untilIdle(studio)
    expect(recent.map(({ id, state }) => [id, state])).toEqual([[job?.id, 'done']])
    expect(studio.engine.seeds).toEqual([41, 42, 43])
    expect(recent[0]?.imageIds).toHaveLength(3)
  })

  it('draws a seed where none is given, and tells it', async () => {
    const studio = await openStudio()
    const [job] = await queueJobs(studio, { seed: null })
    await untilIdle(studio)
    expect(studio.engine.seeds).toEqual([job?.seed])
  })

  it('runs jobs in their order, one put next before the others, and as reordered', async () => {
    const studio = await openStudio()
    const held = studio.engine.hold()
    await queueJobs(studio, { seed: 1 })
    await held.reached
    const [second] = await queueJobs(studio, { seed: 2 })
    const [third] = await queueJobs(studio, { seed: 3 })
    await queueJobs(studio, { seed: 4 }, 'next')
    const [fifth] = await queueJobs(studio, { seed: 5 })
    await queueOf(studio, `/api/jobs/${fifth!.id}/next`)
    await studio.json('PUT', '/api/queue/order', { ids: [fifth!.id, third!.id, second!.id] })
    held.release()
    await untilIdle(studio)
    expect(studio.engine.seeds).toEqual([1, 5, 3, 2, 4])
  })

  it('cancels the running job, a waiting one, and all', async () => {
    const studio = await openStudio()
    const held = studio.engine.hold()
    const [running] = await queueJobs(studio, { seed: 1 })
    await held.reached
    const [waiting] = await queueJobs(studio, { seed: 2 })
    await queueJobs(studio, { seed: 3 })
    await queueOf(studio, `/api/jobs/${waiting!.id}/cancel`)
    await queueOf(studio, `/api/jobs/${running!.id}/cancel`)
    await expect
      .poll(async () => (await queueOf(studio, '/api/queue/pause')).recent.map(({ seed }) => seed))
      .toEqual([1, 2])
    await queueOf(studio, '/api/queue/cancel-all')
    const { recent } = await untilIdle(studio)
    expect(recent.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled'])
    expect(studio.engine.seeds).toEqual([])
  })

  it('stops between jobs while paused, and goes on', async () => {
    const studio = await openStudio()
    await queueOf(studio, '/api/queue/pause')
    await queueJobs(studio, { seed: 1 })
    expect((await untilIdle(studio)).active).toHaveLength(1)
    expect(studio.engine.seeds).toEqual([])
    expect((await queueOf(studio, '/api/queue/resume')).paused).toBe(false)
    await untilIdle(studio)
    expect(studio.engine.seeds).toEqual([1])
  })

  it('keeps the pictures that a failed job had made, and retries the others only', async () => {
    const studio = await openStudio()
    studio.engine.failOnce.set(11, crash())
    const [job] = await queueJobs(studio, { seed: 10, count: 3 })
    const { recent } = await untilIdle(studio)
    expect(recent[0]).toMatchObject({ id: job!.id, state: 'failed' })
    expect(recent[0]!.imageIds).toHaveLength(1)
    expect(recent[0]!.error).toEqual(crash().sentence)
    expect(recent[0]!.error).toMatchObject({
      message:
        'The engine stopped unexpectedly while running step 1 of 2 (signal SIGSEGV). Nothing was saved; try again.',
      key: 'engine.crashed-while',
      values: { activity: { key: 'activity.running-step', values: { step: 1, steps: 2 } } },
    })
    await queueOf(studio, `/api/jobs/${job!.id}/retry`)
    const after = await untilIdle(studio)
    expect(after.recent[0]).toMatchObject({ state: 'done', seed: 11 })
    expect(studio.engine.seeds).toEqual([10, 11, 12])
  })

  it('fails one job with the engine and goes on, but pauses when the next one fails so too', async () => {
    const studio = await openStudio()
    studio.engine.failOnce.set(1, crash())
    await queueJobs(studio, { seed: 1 })
    await queueJobs(studio, { seed: 2 })
    const once = await untilIdle(studio)
    expect(once.recent.map(({ state }) => state)).toEqual(['done', 'failed'])
    for (const seed of [3, 4]) studio.engine.failOnce.set(seed, crash())
    for (const seed of [3, 4, 5]) await queueJobs(studio, { seed })
    const twice = await untilIdle(studio)
    expect(twice).toMatchObject({ paused: true, engine: 'stopped' })
    expect(twice.active.map(({ seed }) => seed)).toEqual([5])
    expect((await queueOf(studio, '/api/queue/resume')).engineMessage).toBeNull()
    await untilIdle(studio)
    expect(studio.engine.seeds).toEqual([2, 5])
  })

  it('expands a prompt with choices into one job per picture, the same for the same seeds', async () => {
    const studio = await openStudio()
    const prompt = 'a {red|green|blue} {fox|owl}'
    const jobs = await queueJobs(studio, { prompt, seed: 100, count: 12 })
    const again = await queueJobs(studio, { prompt, seed: 100, count: 12 })
    const prompts = jobs.map(({ request }) => request.prompt)
    expect(jobs.map(({ seed }) => seed)).toEqual(Array.from({ length: 12 }, (_, index) => 100 + index))
    expect(prompts.every((text) => /^a (red|green|blue) (fox|owl)$/.test(text))).toBe(true)
    expect(new Set(prompts).size).toBeGreaterThan(2)
    expect(again.map(({ request }) => request.prompt)).toEqual(prompts)
    await untilIdle(studio)
    expect(studio.engine.prompts.slice(0, 12)).toEqual(prompts)
  })

  it('refuses at once what cannot work', async () => {
    const studio = await openStudio()
    for (const part of [
      { modelId: 'gone' },
      { presetId: 'gone' },
      { loras: [{ id: 'gone', strength: 1 }] },
      { prompt: 'a fox <lora:gone:1>' },
    ]) {
      const answer = await studio.ask('POST', '/api/jobs', pictureRequest(part))
      expect([part, answer.status]).toEqual([part, 422])
    }
    expect((await untilIdle(studio)).recent).toEqual([])
  })
})

describe('after a restart', () => {
  it('takes up what waited and what was running when it was stopped', async () => {
    const home = newHome()
    const first = await openStudio({ home })
    const held = first.engine.hold()
    await queueJobs(first, { seed: 1 })
    await queueJobs(first, { seed: 2 })
    await held.reached
    await first.backEnd.close()
    const second = await openStudio({ home })
    await untilIdle(second)
    expect(second.engine.seeds).toEqual([1, 2])
  })

  it('stays paused', async () => {
    const home = newHome()
    const first = await openStudio({ home })
    await queueOf(first, '/api/queue/pause')
    await queueJobs(first, { seed: 1 })
    await first.backEnd.close()
    const second = await openStudio({ home })
    expect(await untilIdle(second)).toMatchObject({ paused: true, active: [{ seed: 1 }] })
  })
})

describe('regenerating', () => {
  it('tells that a picture comes out the same', async () => {
    const studio = await openStudio()
    await queueJobs(studio, { seed: 9 })
    const [made] = (await untilIdle(studio)).recent
    const job = jobSchema.parse(await studio.json('POST', `/api/images/${made!.imageIds[0]}/regenerate`))
    expect(job).toMatchObject({ kind: 'regenerate', sourceId: made!.imageIds[0], seed: 9 })
    const { recent } = await untilIdle(studio)
    expect(recent[0]?.comparison).toEqual({ identical: true, meanDifference: 0, changed: [] })
    expect(recent[0]?.imageIds).toEqual([])
  })

  it('measures the difference and names what changed', async () => {
    const studio = await openStudio()
    await queueJobs(studio, { seed: 9 })
    const [made] = (await untilIdle(studio)).recent
    const id = made!.imageIds[0]!
    const request = studio.engine.request.bind(studio.engine)
    studio.engine.request = async (type, params, options) => {
      const result = await request(type, params, options)
      if (type === 'load') return { ...result, onnxruntime: '2.0.0' }
      if (type === 'decode') return { ...result, pixels: new Uint8Array(3 * 128 * 128).fill(14) }
      return result
    }
    await studio.json('POST', `/api/images/${id}/regenerate`)
    const { recent } = await untilIdle(studio)
    expect(recent[0]?.comparison).toEqual({
      identical: false,
      meanDifference: 5,
      changed: [sentence('recipe.change', { what: 'ONNX Runtime', before: '1.0.0', now: '2.0.0' })],
    })
    const detail = imageDetailSchema.parse(await studio.json('GET', `/api/images/${id}`))
    expect(detail.seed).toBe(9)
  })

  it('fails saying which file is missing', async () => {
    const studio = await openStudio()
    await queueJobs(studio)
    const [made] = (await untilIdle(studio)).recent
    const home = studio.home
    await studio.backEnd.close()
    const hasher = {
      hash: () => Promise.resolve({ sha256: 'c'.repeat(64), contentSha256: 'd'.repeat(64) }),
      pathsOf: () => [],
      save: () => Promise.resolve(),
    }
    const changed = await openStudio({ home, hasher })
    await changed.json('POST', `/api/images/${made!.imageIds[0]}/regenerate`)
    const { recent } = await untilIdle(changed)
    expect(recent[0]).toMatchObject({ state: 'failed' })
    expect(recent[0]?.error).toMatchObject({
      key: 'recipe.model-missing',
      values: { files: expect.any(String) as unknown },
    })
  })
})
