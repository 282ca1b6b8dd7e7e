import { readFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EngineCrashedError } from '../../main/engine/engine-errors.ts'
import type { ParamsOf, ResultOf } from '../../main/engine/protocol.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { onestrokeVersion } from '../../main/files/resources.ts'
import { problemSchema } from '../../main/server/contract/common.ts'
import { devicesSchema } from '../../main/server/contract/devices.ts'
import { createFakeEngine, type FakeEngine } from './fake-engine.ts'
import { followEvents } from './follow-events.ts'
import { newHome, openStudio, queueJobs, untilIdle, type Studio } from './studio.ts'

type Result = ResultOf<'selfTest'>

const unavailable: Result = { available: false, reason: 'not included', maxError: null, runMs: null }
const works = (runMs: number): Result => ({ available: true, reason: '', maxError: 1e-6, runMs })

/** An engine whose self-test does what `results` says, or throws it. */
function testedEngine(results: Partial<Record<ParamsOf<'selfTest'>['provider'], Result | Error>>): FakeEngine {
  const engine = createFakeEngine()
  const request = engine.request.bind(engine)
  engine.request = async (type, params, options) => {
    if (type !== 'selfTest') return request(type, params, options)
    const result = results[(params as ParamsOf<'selfTest'>).provider] ?? unavailable
    if (result instanceof Error) throw result
    return result as Awaited<ReturnType<typeof request<typeof type>>>
  }
  return engine
}

async function devicesOf(studio: Studio, method = 'GET', path = '/api/devices') {
  return devicesSchema.parse(await studio.json(method, path))
}

const test = (studio: Studio) => devicesOf(studio, 'POST', '/api/devices/test')

describe('the devices', () => {
  it('are untested at first: the CPU is used, and why', async () => {
    const studio = await openStudio()
    expect(await devicesOf(studio)).toEqual({
      next: 'cpu',
      autoUsesCpu: 'untested',
      testing: null,
      testedAt: null,
      tests: [],
    })
  })

  it('are tested one after another, told in events, and remembered as the command line does', async () => {
    const engine = testedEngine({ cpu: works(12), webgpu: works(3), cuda: { ...works(1), maxError: 0.5 } })
    const studio = await openStudio({ engine })
    const events = await followEvents(studio)
    const devices = await test(studio)
    expect(devices).toMatchObject({ next: 'webgpu', autoUsesCpu: null, testing: null })
    expect(devices.tests.map(({ provider, available, passed }) => [provider, available, passed])).toEqual([
      ['cpu', true, true],
      ['webgpu', true, true],
      ['cuda', true, false],
      ['dml', false, false],
      ['coreml', false, false],
    ])
    await expect
      .poll(() => events.of('devicesChanged').map((event) => event.devices.testing))
      .toEqual(['cpu', 'webgpu', 'cuda', 'dml', 'coreml', null])
    await events.stop()
    const record: unknown = JSON.parse(readFileSync(join(studio.home, 'data', 'devices.json'), 'utf8'))
    expect(record).toEqual({ onestroke: onestrokeVersion(), testedAt: devices.testedAt, tests: devices.tests })
    await studio.backEnd.close()
    expect(await devicesOf(await openStudio({ home: studio.home }))).toEqual(devices)
  })

  it('include one whose driver ends the engine', async () => {
    const crash = new EngineCrashedError(
      sentence('engine.exit-signal', { signal: 'SIGSEGV' }),
      sentence('activity.testing-device'),
      'loading\ndriver: bad instruction',
    )
    const studio = await openStudio({ engine: testedEngine({ cpu: works(12), webgpu: crash }) })
    const { tests, autoUsesCpu, next } = await test(studio)
    expect(tests.find(({ provider }) => provider === 'webgpu')).toMatchObject({
      available: false,
      passed: false,
      reason: 'it made the engine stop. driver: bad instruction',
    })
    expect([next, autoUsesCpu]).toEqual(['cpu', 'nothing-else-passed'])
  })

  it('are the one that the user names, whatever the test says', async () => {
    const studio = await openStudio({ engine: testedEngine({ cpu: works(1), webgpu: works(3) }) })
    expect((await test(studio)).autoUsesCpu).toBe('fastest')
    await studio.json('PATCH', '/api/settings', { device: 'cuda' })
    expect(await devicesOf(studio)).toMatchObject({ next: 'cuda', autoUsesCpu: null })
  })

  it('count as untested where another Onestroke has tested them', async () => {
    const home = newHome()
    mkdirSync(join(home, 'data'))
    const record = { onestroke: '0.0.1', testedAt: 1, tests: [{ ...works(1), provider: 'webgpu', passed: true }] }
    writeFileSync(join(home, 'data', 'devices.json'), JSON.stringify(record))
    expect(await devicesOf(await openStudio({ home }))).toMatchObject({ autoUsesCpu: 'untested', tests: [] })
  })

  it('are not tested while a picture is made', async () => {
    const studio = await openStudio()
    const held = studio.engine.hold()
    await queueJobs(studio)
    await held.reached
    const answer = await studio.ask('POST', '/api/devices/test')
    expect(answer.status).toBe(409)
    expect(problemSchema.parse(await answer.json()).code).toBe('busy')
    held.release()
    await untilIdle(studio)
    expect((await test(studio)).tests).toHaveLength(5)
  })

  it('let jobs wait while they are tested', async () => {
    const gate = Promise.withResolvers<void>()
    const engine = createFakeEngine()
    const request = engine.request.bind(engine)
    engine.request = async (type, params, options) => {
      if (type === 'selfTest') await gate.promise
      return request(type, params, options)
    }
    const studio = await openStudio({ engine })
    const testing = test(studio)
    await expect.poll(async () => (await devicesOf(studio)).testing).toBe('cpu')
    await queueJobs(studio, { seed: 5 })
    expect((await studio.ask('POST', '/api/devices/test')).status).toBe(409)
    expect(engine.seeds).toEqual([])
    gate.resolve()
    await testing
    await untilIdle(studio)
    expect(engine.seeds).toEqual([5])
  })
})

describe('a device that another one had to stand in for', () => {
  it('is told with the reason until a picture is made as chosen', async () => {
    const engine = createFakeEngine()
    const request = engine.request.bind(engine)
    let fallbacks: ResultOf<'sessions'>['sessions'][number]['fallbacks'] = [
      { provider: 'webgpu', reason: 'no adapter was found' },
    ]
    engine.request = async (type, params, options) => {
      if (type !== 'sessions') return request(type, params, options)
      const sessions = [
        { component: 'UNet', provider: 'webgpu', fallbacks: [], createMs: 1 },
        { component: 'text encoder', provider: 'cpu', fallbacks: [], createMs: 1 },
        { component: 'UNet', provider: 'cpu', fallbacks, createMs: 1 },
      ]
      return { sessions } as Awaited<ReturnType<typeof request<typeof type>>>
    }
    const studio = await openStudio({ engine })
    await queueJobs(studio)
    expect(await untilIdle(studio)).toMatchObject({
      device: 'cpu',
      fallback: { device: 'webgpu', reason: 'no adapter was found' },
    })
    fallbacks = []
    await queueJobs(studio)
    expect(await untilIdle(studio)).toMatchObject({ device: 'cpu', fallback: null })
  })
})
