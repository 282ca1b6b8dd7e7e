import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSupervisor, type BackEndChild } from '../../../../electron/back-end/supervisor.ts'
import { whenRunning } from '../../../../electron/back-end/when-running.ts'

interface FakeChild extends BackEndChild {
  readonly becomeReady: () => void
  readonly end: (how: string) => void
  readonly calls: string[]
}

function createFakeChild(): FakeChild {
  const ready = Promise.withResolvers<undefined>()
  const ended = Promise.withResolvers<string>()
  const calls: string[] = []
  return {
    ready: ready.promise,
    ended: ended.promise,
    stop: () => void calls.push('stop'),
    kill: () => {
      calls.push('kill')
      ended.resolve('signal SIGKILL')
    },
    lastOutput: () => Promise.resolve('last words'),
    becomeReady: () => ready.resolve(undefined),
    end: ended.resolve,
    calls,
  }
}

function supervise() {
  const children: FakeChild[] = []
  const spawn = () => {
    const child = createFakeChild()
    children.push(child)
    return child
  }
  const supervisor = createSupervisor(spawn, () => Date.now())
  const statuses: string[] = []
  supervisor.onChange(({ status }) => void statuses.push(status))
  const latest = () => children.at(-1)!
  const crash = async () => {
    latest().end('exit code 1')
    await vi.advanceTimersByTimeAsync(1000)
  }
  const run = async () => {
    latest().becomeReady()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { supervisor, children, statuses, latest, crash, run }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a supervisor', () => {
  it('starts one back end, however often it is told', async () => {
    const { supervisor, children, statuses, run } = supervise()
    supervisor.start()
    supervisor.start()
    await run()
    supervisor.start()
    expect(children).toHaveLength(1)
    expect(statuses).toEqual(['starting', 'running'])
  })

  it('starts it again after a crash, and gives up at the third in five minutes', async () => {
    const { supervisor, children, statuses, crash, run } = supervise()
    supervisor.start()
    await run()
    await crash()
    await run()
    await crash()
    await run()
    await crash()
    expect(children).toHaveLength(3)
    expect(statuses).toEqual(['starting', 'running', 'restarting', 'running', 'restarting', 'running', 'stopped'])
    expect(supervisor.state()).toEqual({ status: 'stopped', reason: 'exit code 1', lastOutput: 'last words' })
  })

  it('forgets crashes after five minutes', async () => {
    const { supervisor, children, crash, run } = supervise()
    supervisor.start()
    for (let crashes = 0; crashes < 10; crashes += 1) {
      await run()
      await vi.advanceTimersByTimeAsync(150_000)
      await crash()
    }
    expect(children).toHaveLength(11)
  })

  it('that gave up starts with a fresh budget when told', async () => {
    const { supervisor, children, crash, run } = supervise()
    supervisor.start()
    for (let crashes = 0; crashes < 3; crashes += 1) await crash()
    expect(supervisor.state().status).toBe('stopped')
    supervisor.start()
    await crash()
    await run()
    expect(supervisor.state().status).toBe('running')
    expect(children).toHaveLength(5)
  })

  it('counts a start that takes more than a minute as a crash', async () => {
    const { supervisor, children } = supervise()
    supervisor.start()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(children[0]!.calls).toEqual(['kill'])
    expect(children).toHaveLength(2)
  })

  it('asks it to stop, and takes its end for no crash', async () => {
    const { supervisor, children, latest, run } = supervise()
    supervisor.start()
    await run()
    const stopped = supervisor.stop()
    expect(latest().calls).toEqual(['stop'])
    latest().end('exit code 0')
    await stopped
    await vi.advanceTimersByTimeAsync(60_000)
    expect(children).toHaveLength(1)
  })

  it('kills one that does not stop within five seconds', async () => {
    const { supervisor, latest, run } = supervise()
    supervisor.start()
    await run()
    const stopped = supervisor.stop()
    await vi.advanceTimersByTimeAsync(4999)
    expect(latest().calls).toEqual(['stop'])
    await vi.advanceTimersByTimeAsync(1)
    await stopped
    expect(latest().calls).toEqual(['stop', 'kill'])
  })

  it('that is stopped while it waits to restart starts nothing', async () => {
    const { supervisor, children, latest } = supervise()
    supervisor.start()
    latest().end('exit code 1')
    await vi.advanceTimersByTimeAsync(10)
    await supervisor.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(children).toHaveLength(1)
  })
})

describe('whenRunning', () => {
  it('waits for a start, and for a restart', async () => {
    const { supervisor, crash, run } = supervise()
    supervisor.start()
    const first = whenRunning(supervisor, 10_000)
    await run()
    expect(await first).toBe(true)
    await crash()
    const second = whenRunning(supervisor, 10_000)
    await run()
    expect(await second).toBe(true)
  })

  it('waits no longer than told', async () => {
    const { supervisor } = supervise()
    supervisor.start()
    const waiting = whenRunning(supervisor, 10_000)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await waiting).toBe(false)
  })

  it('is settled at once where the back end runs, or was given up', async () => {
    const { supervisor, crash, run } = supervise()
    expect(await whenRunning(supervisor, 10_000)).toBe(false)
    supervisor.start()
    await run()
    expect(await whenRunning(supervisor, 10_000)).toBe(true)
    for (let crashes = 0; crashes < 3; crashes += 1) await crash()
    expect(await whenRunning(supervisor, 10_000)).toBe(false)
  })
})
