import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../main/engine/engine-client.ts'
import { CancelledError, EngineCrashedError, EngineError } from '../../main/engine/engine-errors.ts'
import { spawnEngineProcess } from '../../main/engine/engine-process.ts'
import type { EngineEvent, ParamsOf, RequestType } from '../../main/engine/protocol.ts'
import { createRealEngine, eulerRun, loadBuiltIn, PROMPT, WORKER } from './real-engine.ts'

let engine: Engine

afterEach(() => engine?.close())

async function failureOf(request: Promise<unknown>): Promise<unknown> {
  try {
    await request
  } catch (error) {
    return error
  }
  throw new Error('the request did not fail')
}

/** Runs many steps, and does something after some of them. */
async function interruptedRun(afterSteps: number, interrupt: () => void, signal?: AbortSignal): Promise<unknown> {
  const loaded = await loadBuiltIn(engine)
  const onEvent = (event: { type: string; done?: number }) => {
    if (event.done === afterSteps) interrupt()
  }
  const options = { onEvent, ...(signal === undefined ? {} : { signal }) }
  return failureOf(engine.request('denoise', eulerRun(loaded, { steps: 200, size: 256 }), options))
}

describe('the engine killed in the middle of a step', () => {
  it('fails the request, saying which step it was at; the next request works in a fresh process', async () => {
    engine = createRealEngine()
    let first = 0
    const error = await interruptedRun(2, () => process.kill((first = engine.pid!), 'SIGKILL'))
    expect(error).toBeInstanceOf(EngineCrashedError)
    // A step or two may end between our hearing of the second one and the signal.
    expect((error as Error).message).toMatch(
      /^The engine stopped unexpectedly while running step [3-9] of 200 \(signal SIGKILL\)\. Nothing was saved; try again\.$/,
    )
    const loaded = await loadBuiltIn(engine)
    const { pictures } = await engine.request('denoise', eulerRun(loaded, { steps: 1, size: 64 }))
    expect(pictures).toBe(1)
    expect(engine.pid).not.toBe(first)
  })

  it('says so in the first step too, which may be the only one', async () => {
    engine = createRealEngine()
    const loaded = await loadBuiltIn(engine)
    const onEvent = (event: EngineEvent) => {
      if (event.type === 'activity' && event.activity.key === 'activity.first-step')
        setTimeout(() => process.kill(engine.pid!, 'SIGKILL'), 100)
    }
    const error = await failureOf(engine.request('denoise', eulerRun(loaded, { steps: 1, size: 1024 }), { onEvent }))
    expect((error as Error).message).toMatch(/^The engine stopped unexpectedly while running the first step /)
  })

  it('does not remember what the process held', async () => {
    engine = createRealEngine()
    const loaded = await loadBuiltIn(engine)
    process.kill(engine.pid!, 'SIGKILL')
    while (engine.pid !== undefined) await wait(5)
    const error = await failureOf(engine.request('denoise', eulerRun(loaded, { steps: 1, size: 64 })))
    expect(error).toBeInstanceOf(EngineError)
    expect((error as Error).message).toContain('no longer holds')
  })
})

describe('a cancel between steps', () => {
  it('ends the run quickly, and the process lives on', async () => {
    engine = createRealEngine()
    const controller = new AbortController()
    let abortedAt = 0
    let pid: number | undefined
    const error = await interruptedRun(
      2,
      () => {
        pid = engine.pid
        abortedAt = performance.now()
        controller.abort()
      },
      controller.signal,
    )
    expect(error).toBeInstanceOf(CancelledError)
    expect(performance.now() - abortedAt).toBeLessThan(500)
    expect(pid).toBeDefined()
    expect((await loadBuiltIn(engine)).modelId).toMatch(/^model-/)
    expect(engine.pid).toBe(pid)
  })

  it('in a step that is too long kills the process', async () => {
    engine = createRealEngine({ killAfterMs: 20 })
    const loaded = await loadBuiltIn(engine)
    const { pid } = engine
    const controller = new AbortController()
    const running = Promise.withResolvers<void>()
    const onEvent = (event: { type: string }) => event.type === 'step' && running.resolve()
    const run = failureOf(
      engine.request('denoise', eulerRun(loaded, { steps: 2, size: 1024 }), { signal: controller.signal, onEvent }),
    )
    await running.promise
    await wait(50)
    const started = performance.now()
    controller.abort()
    expect(await run).toBeInstanceOf(CancelledError)
    expect(performance.now() - started).toBeLessThan(1_000)
    await loadBuiltIn(engine)
    expect(engine.pid).not.toBe(pid)
  })
})

describe('Ctrl+C in a terminal, which every process hears of', () => {
  it('is left to the back end', async () => {
    engine = createRealEngine()
    await loadBuiltIn(engine)
    const { pid } = engine
    process.kill(pid!, 'SIGINT')
    await wait(100)
    await loadBuiltIn(engine)
    expect(engine.pid).toBe(pid)
  })
})

describe('what the engine is asked', () => {
  let loaded: Awaited<ReturnType<typeof loadBuiltIn>>
  let pid: number | undefined
  const shared = createRealEngine()

  beforeAll(async () => {
    loaded = await loadBuiltIn(shared)
    pid = shared.pid
  })
  afterAll(() => shared.close())

  async function expectClearFailure(type: RequestType, params: object, message: RegExp): Promise<void> {
    const error = await failureOf(shared.request(type, params as ParamsOf<RequestType>))
    expect(error).toBeInstanceOf(EngineError)
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message).not.toMatch(/[{[]/)
    await shared.request('sessions', {})
    expect(shared.pid).toBe(pid)
  }

  const cpu = { providers: ['cpu'], threads: null }
  const spec = { path: '/no/such', vae: null, loras: [] }
  it.each<[what: string, type: RequestType, params: object, message: RegExp]>([
    ['no parameters', 'denoise', {}, /cannot understand this request \(modelId\)/],
    ['a handle it never gave', 'decode', { modelId: 'm', latentId: 'l', picture: 0 }, /no longer holds this model/],
    ['a model that is not there', 'load', { model: spec, device: cpu }, /\/no\/such does not exist/],
    ['a model of the wrong kind', 'load', { model: 7, device: cpu }, /cannot understand this request \(model\)/],
    ['no device', 'load', { model: spec, device: { ...cpu, providers: [] } }, /\(device\.providers\)/],
  ])('%s: fails clearly and does not stop it', async (_, type, params, message) => {
    await expectClearFailure(type, params, message)
  })

  const scheduler = { timesteps: null, spacing: 'trailing', eta: 0 }
  it.each([
    ['a size that is no multiple of 8', { width: 100 }, /\(width\)/],
    ['illegal steps', { scheduler: { ...scheduler, kind: 'tcd', steps: 51 } }, /51/],
    ['unsorted timesteps', { scheduler: { ...scheduler, kind: 'lcm', steps: 2, timesteps: [100, 800] } }, /timesteps/i],
    ['a prompt it does not hold', { textIds: ['text-0'] }, /no longer holds this prompt/],
  ])('a run with %s: fails clearly and does not stop it', async (_, changes, message) => {
    await expectClearFailure('denoise', { ...eulerRun(loaded, { steps: 1, size: 64 }), ...changes }, message)
  })

  it('may be nonsense: it goes on', async () => {
    const child = spawnEngineProcess({ workerPath: WORKER, memoryBudgetBytes: 1e9 })
    try {
      const answer = once(child, 'message')
      for (const nonsense of ['hello', { kind: 'request' }, [], { kind: 'cancel', id: 'x' }]) child.send(nonsense)
      child.send({ kind: 'request', id: 1, type: 'sessions', params: {} })
      expect(await answer).toContainEqual({ kind: 'done', id: 1, result: { sessions: [] } })
    } finally {
      child.kill('SIGKILL')
    }
  })
})

describe('what the engine keeps', () => {
  it('is prompts: the second time they are there', async () => {
    engine = createRealEngine()
    const { modelId, textId } = await loadBuiltIn(engine)
    const prompt = { modelId, ...PROMPT }
    expect(await engine.request('encodeText', prompt)).toMatchObject({ textId, cached: true })
    const changed = [{ prompt: 'a green apple' }, { clipSkip: 1 }, { guided: true }, { negativePrompt: 'red' }]
    for (const change of changed) {
      const other = await engine.request('encodeText', { ...prompt, ...change })
      expect(other).toMatchObject({ cached: false })
      expect(other.textId).not.toBe(textId)
    }
    expect(await engine.request('encodeText', { ...prompt, prompt: 'a green apple' })).toMatchObject({ cached: true })
  })

  it('is sessions, within the memory it may use', async () => {
    engine = createRealEngine({ memoryBudgetBytes: 1 })
    const loaded = await loadBuiltIn(engine)
    await engine.request('denoise', eulerRun(loaded, { steps: 1, size: 64 }))
    const tight = await engine.request('sessions', {})
    expect(tight.sessions.map(({ component }) => component)).toEqual(['UNet'])
    await engine.close()
    engine = createRealEngine()
    const reloaded = await loadBuiltIn(engine)
    await engine.request('denoise', eulerRun(reloaded, { steps: 1, size: 64 }))
    const roomy = await engine.request('sessions', {})
    expect(roomy.sessions.map(({ component }) => component)).toEqual(['text encoder', 'UNet'])
    await engine.request('unload', {})
    expect(await engine.request('sessions', {})).toEqual({ sessions: [] })
  })
})
