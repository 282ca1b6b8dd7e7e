import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createFileHasher } from '../../main/catalog/file-hashes.ts'
import { decodePixels } from '../../main/images/decode-pixels.ts'
import { hashPixels } from '../../main/images/pixel-hash.ts'
import { imageDetailSchema } from '../../main/server/contract/library.ts'
import { createRealEngine } from '../crash/real-engine.ts'
import { followEvents } from './follow-events.ts'
import { newHome, openStudio, pictureRequest, queueJobs, untilIdle } from './studio.ts'

const LONG_RUN = { scheduler: 'euler', steps: 150, width: 512, height: 512 } as const

async function openReal() {
  const home = newHome()
  const engine = createRealEngine()
  const hasher = createFileHasher(join(home, 'hashes.json'))
  return { engine, studio: await openStudio({ home, realEngine: engine, hasher }) }
}

describe('with the engine and the built-in model', () => {
  it('makes pictures that come out the same again', async () => {
    const { studio } = await openReal()
    const events = await followEvents(studio)
    await queueJobs(studio, { prompt: 'a red apple', seed: 12, count: 2, steps: 4 })
    const { recent, device } = await untilIdle(studio)
    await events.stop()
    expect(device).toBe('cpu')
    expect(recent[0]).toMatchObject({ state: 'done', error: null })
    expect(recent[0]!.imageIds).toHaveLength(2)
    expect(
      events.of('progress').map(({ progress: { picture, step, steps } }) => [picture, step, steps]),
    ).toContainEqual([1, 4, 4])
    expect(
      events.of('progress').some(({ progress: { preview } }) => preview?.startsWith('data:image/webp;base64,')),
    ).toBe(true)
    const detail = imageDetailSchema.parse(await studio.json('GET', `/api/images/${recent[0]!.imageIds[1]}`))
    expect(detail).toMatchObject({ seed: 13, modelName: 'Onestroke built-in', present: true })
    expect(hashPixels((await decodePixels(detail.path)).pixels)).toBe(detail.pixelSha256)
    await studio.json('POST', `/api/images/${detail.id}/regenerate`)
    const after = await untilIdle(studio)
    expect(after.recent[0]).toMatchObject({ state: 'done', comparison: { identical: true, changed: [] } })
  })

  it('has the first picture’s networks loaded once it was told to prepare', async () => {
    const { studio } = await openReal()
    const request = pictureRequest({ seed: 1 })
    expect(await studio.json('POST', '/api/engine/prepare', request)).toEqual({ prepared: true })
    const events = await followEvents(studio)
    await studio.json('POST', '/api/jobs', request)
    expect((await untilIdle(studio)).recent[0]).toMatchObject({ state: 'done' })
    const loaded = events.of('progress').flatMap(({ progress: { loading } }) => loading?.part ?? [])
    expect(new Set(loaded)).toEqual(new Set(['model']))
    await events.stop()
  })

  it('tells what it loads, the first time only, and after a restart how long that took', async () => {
    const { studio } = await openReal()
    const events = await followEvents(studio)
    const loaded = () =>
      new Map(
        events
          .of('progress')
          .flatMap(({ progress: { loading } }) => (loading === null ? [] : [[loading.part, loading]])),
      )
    await queueJobs(studio, { seed: 1 })
    await untilIdle(studio)
    await expect.poll(() => [...loaded().keys()]).toEqual(['engine', 'model', 'text encoder', 'UNet', 'VAE'])
    expect([...loaded().values()].map(({ expectedMs }) => expectedMs)).toEqual([null, null, null, null, null])
    const seen = events.seen.length
    await queueJobs(studio, { seed: 2 })
    await untilIdle(studio)
    const later = events.seen
      .slice(seen)
      .flatMap((event) => (event.type === 'progress' ? [event.progress.loading] : []))
    expect(new Set(later.map((loading) => loading?.part))).toEqual(new Set([undefined, 'model']))
    await events.stop()
    await studio.backEnd.close()

    const engine = createRealEngine()
    const again = await openStudio({ home: studio.home, realEngine: engine })
    const after = await followEvents(again)
    await queueJobs(again, { seed: 3 })
    await untilIdle(again)
    const times = after.of('progress').flatMap(({ progress: { loading } }) => (loading === null ? [] : [loading]))
    expect(times.map(({ part }) => part)).toContain('UNet')
    for (const { expectedMs } of times) expect(expectedMs).toBeTypeOf('number')
    await after.stop()
  })

  it('cancels a run in the middle, and is ready for the next', async () => {
    const { studio } = await openReal()
    const events = await followEvents(studio)
    const [job] = await queueJobs(studio, LONG_RUN)
    await expect
      .poll(() => events.of('progress').some(({ progress: { step } }) => step > 0), { timeout: 30_000 })
      .toBe(true)
    const asked = performance.now()
    await studio.json('POST', `/api/jobs/${job!.id}/cancel`)
    const { recent } = await untilIdle(studio)
    expect(performance.now() - asked).toBeLessThan(3000)
    expect(recent[0]).toMatchObject({ state: 'cancelled', imageIds: [] })
    await queueJobs(studio, { seed: 1 })
    expect((await untilIdle(studio)).recent[0]).toMatchObject({ state: 'done' })
    await events.stop()
  })

  it('fails the job whose engine is killed with the reason, and makes the next', async () => {
    const { studio, engine } = await openReal()
    const events = await followEvents(studio)
    await queueJobs(studio, LONG_RUN)
    await queueJobs(studio, { seed: 2 })
    await expect
      .poll(() => events.of('progress').some(({ progress: { step } }) => step > 0), { timeout: 30_000 })
      .toBe(true)
    process.kill(engine.pid!, 'SIGKILL')
    const { recent } = await untilIdle(studio)
    expect(recent.map(({ state }) => state)).toEqual(['done', 'failed'])
    expect(recent[1]!.error?.message).toMatch(
      /^The engine stopped unexpectedly while running step \d+ of 150 \(signal SIGKILL\)/,
    )
    await events.stop()
  })
})
