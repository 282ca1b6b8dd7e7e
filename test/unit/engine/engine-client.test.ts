import { fork, spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { createEngineClient, type Engine, type RequestOptions } from '../../../main/engine/engine-client.ts'
import { CancelledError, EngineCrashedError, EngineError } from '../../../main/engine/engine-errors.ts'

const FAKE_ENGINE = fileURLToPath(new URL('./fixtures/fake-engine.ts', import.meta.url))

let engine: Engine
let spawned: ChildProcess[] = []

function startEngine(options: { killAfterMs?: number; now?: () => number } = {}): Engine {
  const spawnFake = () => {
    const child = fork(FAKE_ENGINE, [], { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    spawned.push(child)
    return child
  }
  engine = createEngineClient({ spawn: spawnFake, ...options })
  return engine
}

afterEach(async () => {
  await engine.close()
  spawned = []
})

/** What the fake engine is to do, as a request. */
function ask(action: string, options?: RequestOptions): Promise<object> {
  return engine.request('release', { latentId: action }, options)
}

async function failureOf(request: Promise<unknown>): Promise<unknown> {
  try {
    await request
  } catch (error) {
    return error
  }
  throw new Error('the request did not fail')
}

describe('requests', () => {
  it('start one process, and share it', async () => {
    startEngine()
    expect(engine.pid).toBeUndefined()
    await Promise.all([ask('answer'), ask('answer')])
    await ask('answer')
    expect(spawned).toHaveLength(1)
    expect(engine.pid).toBe(spawned[0]?.pid)
  })

  it('fail with the engine’s own words', async () => {
    startEngine()
    const error = await failureOf(ask('refuse'))
    expect(error).toBeInstanceOf(EngineError)
    expect(error).toMatchObject({ code: 'memory', message: 'There is not enough memory.', detail: 'the detail' })
  })

  it('fail clearly where the answer is not what was asked for, and the process lives on', async () => {
    startEngine()
    const error = await failureOf(engine.request('sessions', {}))
    expect(error).toBeInstanceOf(EngineError)
    expect((error as Error).message).toBe('The engine gave an answer that cannot be understood.')
    const { pid } = engine
    await ask('answer')
    expect(engine.pid).toBe(pid)
  })

  it('pass over answers to requests that nobody waits for', async () => {
    startEngine()
    await expect(ask('answer another request')).resolves.toEqual({})
  })

  it('hear of events', async () => {
    startEngine()
    const events: unknown[] = []
    await failureOf(ask('die in step 2 of 4', { onEvent: (event) => events.push(event) }))
    expect(events).toEqual([
      { type: 'activity', activity: sentence('activity.starting-engine') },
      { type: 'loading', part: 'engine' },
      { type: 'step', done: 1, total: 4, ms: 1 },
    ])
  })
})

describe('a crash', () => {
  it.each([
    ['die in step 2 of 4', 'The engine stopped unexpectedly while running step 2 of 4 (signal SIGKILL).'],
    ['die while loading', 'The engine stopped unexpectedly while loading the UNet (signal SIGKILL).'],
    ['die', 'The engine stopped unexpectedly (signal SIGKILL).'],
    ['exit with 7', 'The engine stopped unexpectedly (exit code 7).'],
  ])('(%s) says what the engine was doing and how it ended', async (action, message) => {
    startEngine()
    const error = await failureOf(ask(action))
    expect(error).toBeInstanceOf(EngineCrashedError)
    expect((error as Error).message).toMatch(message)
  })

  it('carries the last output', async () => {
    startEngine()
    expect(await failureOf(ask('die'))).toMatchObject({ lastOutput: 'last words' })
  })

  it('fails everything that waits, and the next request gets a fresh process', async () => {
    startEngine()
    const others = [ask('never answer'), ask('never answer')].map(failureOf)
    await failureOf(ask('die'))
    for (const other of others) expect(await other).toBeInstanceOf(EngineCrashedError)
    const first = spawned[0]?.pid
    await ask('answer')
    expect(spawned).toHaveLength(2)
    expect(engine.pid).not.toBe(first)
  })

  it('is what a message without sense counts as', async () => {
    startEngine()
    const error = await failureOf(ask('talk nonsense'))
    expect(error).toBeInstanceOf(EngineCrashedError)
    expect((error as Error).message).toContain('it sent a message that cannot be understood')
    const [first] = spawned
    if (first?.exitCode === null && first.signalCode === null)
      await new Promise((resolve) => first.once('exit', resolve))
    expect(first?.signalCode).toBe('SIGKILL')
    await ask('answer')
  })

  it('is what a program that cannot be started counts as', async () => {
    const missing = () => {
      const child = spawn('/no/such/program', { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
      spawned.push(child)
      return child
    }
    engine = createEngineClient({ spawn: missing })
    const error = await failureOf(ask('answer'))
    expect(error).toBeInstanceOf(EngineCrashedError)
    expect((error as Error).message).toContain('ENOENT')
  })
})

describe('the crash budget', () => {
  it('refuses a start after three crashes in five minutes, and recovers', async () => {
    let now = 1_000_000
    startEngine({ now: () => now })
    for (const minute of [0, 1, 2]) {
      now = 1_000_000 + minute * 60_000
      expect(await failureOf(ask('die'))).toBeInstanceOf(EngineCrashedError)
    }
    const refusal = await failureOf(ask('answer'))
    expect(refusal).toBeInstanceOf(EngineError)
    expect((refusal as Error).message).toContain('it is not started again for now')
    expect(spawned).toHaveLength(3)
    now = 1_000_000 + 5 * 60_000
    await expect(ask('answer')).resolves.toEqual({})
    expect(spawned).toHaveLength(4)
  })

  it('does not count processes that were ended on purpose', async () => {
    startEngine({ killAfterMs: 1 })
    for (let round = 0; round < 4; round++) {
      const controller = new AbortController()
      const request = failureOf(ask('never answer', { signal: controller.signal }))
      controller.abort()
      expect(await request).toBeInstanceOf(CancelledError)
      await engine.close()
    }
    await expect(ask('answer')).resolves.toEqual({})
  })
})

describe('a cancel', () => {
  it('before the start does not even start the engine', async () => {
    startEngine()
    expect(await failureOf(ask('answer', { signal: AbortSignal.abort() }))).toBeInstanceOf(CancelledError)
    expect(spawned).toEqual([])
  })

  it('that the engine follows leaves the process alone', async () => {
    startEngine({ killAfterMs: 5_000 })
    await ask('answer')
    const { pid } = engine
    const controller = new AbortController()
    const request = failureOf(ask('wait for a cancel', { signal: controller.signal }))
    const started = performance.now()
    controller.abort()
    expect(await request).toBeInstanceOf(CancelledError)
    expect(performance.now() - started).toBeLessThan(1_000)
    await ask('answer')
    expect(engine.pid).toBe(pid)
  })

  it('that the engine does not follow in time kills the process, and the next request gets a fresh one', async () => {
    startEngine({ killAfterMs: 200 })
    await ask('answer')
    const controller = new AbortController()
    const request = failureOf(ask('never answer', { signal: controller.signal }))
    const started = performance.now()
    controller.abort()
    expect(await request).toBeInstanceOf(CancelledError)
    const took = performance.now() - started
    expect(took).toBeGreaterThanOrEqual(190)
    expect(took).toBeLessThan(2_000)
    expect(spawned[0]?.signalCode).toBe('SIGKILL')
    await ask('answer')
    expect(spawned).toHaveLength(2)
  })

  it('of a request that has to wait its turn does not kill what is at work', async () => {
    startEngine({ killAfterMs: 50 })
    const working = ask('slow')
    const controller = new AbortController()
    const queued = failureOf(ask('never answer', { signal: controller.signal }))
    controller.abort()
    expect(await queued).toBeInstanceOf(CancelledError)
    await expect(working).resolves.toEqual({})
    await wait(100)
    expect(spawned).toHaveLength(1)
    expect(spawned[0]?.signalCode).toBeNull()
  })

  it('after the end does nothing', async () => {
    startEngine({ killAfterMs: 20 })
    const controller = new AbortController()
    await ask('answer', { signal: controller.signal })
    controller.abort()
    await wait(100)
    await ask('answer')
    expect(spawned).toHaveLength(1)
  })
})

describe('close', () => {
  it('ends the process and what waits for it; a later request starts another', async () => {
    startEngine()
    const waiting = failureOf(ask('never answer'))
    await engine.close()
    expect(await waiting).toBeInstanceOf(CancelledError)
    expect(spawned[0]?.signalCode).toBe('SIGKILL')
    expect(engine.pid).toBeUndefined()
    await ask('answer')
    expect(spawned).toHaveLength(2)
  })

  it('may be called where nothing runs', async () => {
    startEngine()
    await expect(engine.close()).resolves.toBeUndefined()
  })
})
