import { describe, expect, it, vi } from 'vitest'
import { createEngineTurns } from '../../../main/generation/engine-turns.ts'
import { QueueBusyError } from '../../../main/generation/queue-busy-error.ts'

const jobsOf = (work: () => Promise<void>) => {
  const workThrough = vi.fn<() => Promise<void>>(work)
  return { workThrough, turns: createEngineTurns(workThrough) }
}

describe('turns at the engine', () => {
  it('look at the jobs again when asked while they were at it', async () => {
    const first = Promise.withResolvers<void>()
    const { workThrough, turns } = jobsOf(() => first.promise)
    turns.kick()
    turns.kick()
    turns.kick()
    expect(workThrough).toHaveBeenCalledTimes(1)
    first.resolve()
    await turns.stop()
    expect(workThrough).toHaveBeenCalledTimes(2)
  })

  it('are not lent while jobs are at it', async () => {
    const job = Promise.withResolvers<void>()
    const { turns } = jobsOf(() => job.promise)
    turns.kick()
    await expect(turns.borrow(() => Promise.resolve())).rejects.toThrow(QueueBusyError)
    job.resolve()
    await expect.poll(() => turns.borrow(() => Promise.resolve('done')).catch(() => 'busy')).toBe('done')
  })

  it('are lent to one after the other, whether or not one failed', async () => {
    const { workThrough, turns } = jobsOf(() => Promise.resolve())
    const order: string[] = []
    const first = Promise.withResolvers<void>()
    const borrowed = turns.borrow(() => first.promise.then(() => order.push('first')))
    const failing = turns.borrow(() => Promise.reject(new Error('no driver')))
    const last = turns.borrow(() => Promise.resolve(order.push('last')))
    failing.catch(() => undefined)
    await Promise.resolve()
    expect(order).toEqual([])
    first.resolve()
    await Promise.all([borrowed, last])
    await expect(failing).rejects.toThrow('no driver')
    expect(order).toEqual(['first', 'last'])
    expect(workThrough).not.toHaveBeenCalled()
  })

  it('go to the jobs after a borrower, before the next one', async () => {
    const job = Promise.withResolvers<void>()
    const { workThrough, turns } = jobsOf(() => job.promise)
    const first = Promise.withResolvers<void>()
    const borrowed = turns.borrow(() => first.promise)
    const next = turns.borrow(() => Promise.resolve())
    next.catch(() => undefined)
    turns.kick()
    expect(workThrough).not.toHaveBeenCalled()
    first.resolve()
    await borrowed
    await expect(next).rejects.toThrow(QueueBusyError)
    expect(workThrough).toHaveBeenCalledTimes(1)
    job.resolve()
  })

  it('end with what was borrowed broken off', async () => {
    const { workThrough, turns } = jobsOf(() => Promise.resolve())
    const borrowed = turns.borrow(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('broken off')))
        }),
    )
    borrowed.catch(() => undefined)
    await turns.stop()
    await expect(borrowed).rejects.toThrow('broken off')
    await expect(turns.borrow(() => Promise.resolve())).rejects.toThrow(QueueBusyError)
    expect(workThrough).not.toHaveBeenCalled()
  })
})
