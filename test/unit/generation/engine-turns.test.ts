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

  it('are not lent while jobs or a borrower are at it', async () => {
    const job = Promise.withResolvers<void>()
    const { turns } = jobsOf(() => job.promise)
    turns.kick()
    await expect(turns.borrow(() => Promise.resolve())).rejects.toThrow(QueueBusyError)
    job.resolve()
    await expect.poll(() => turns.borrow(() => Promise.resolve('done')).catch(() => 'busy')).toBe('done')
    const lent = Promise.withResolvers<void>()
    const borrowed = turns.borrow(() => lent.promise)
    await expect(turns.borrow(() => Promise.resolve())).rejects.toThrow(QueueBusyError)
    lent.resolve()
    await borrowed
  })

  it('go to the jobs after a borrower, also after one that failed', async () => {
    const { workThrough, turns } = jobsOf(() => Promise.resolve())
    await expect(turns.borrow(() => Promise.reject(new Error('no driver')))).rejects.toThrow('no driver')
    expect(workThrough).toHaveBeenCalledTimes(1)
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
