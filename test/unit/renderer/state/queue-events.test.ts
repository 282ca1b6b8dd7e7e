import { describe, expect, it } from 'vitest'
import type { Job, Progress } from '../../../../renderer/api/contract.ts'
import { newlyFinished, queueAfter } from '../../../../renderer/state/queue-events.ts'
import { job, queue as queueOf } from './contract-fixtures.ts'

const EMPTY = queueOf()

function progress(jobId: string, step: number, preview: string | null): Progress {
  return { jobId, picture: 0, pictures: 1, activity: null, loading: null, step, steps: 4, secondsLeft: null, preview }
}

const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id)

describe('queueAfter', () => {
  it('takes a whole queue as it is', () => {
    const queue = { ...EMPTY, paused: true }
    expect(queueAfter(EMPTY, { type: 'queue', queue })).toBe(queue)
  })

  it('adds a new job at the end, and puts the running one first', () => {
    let queue = queueAfter(EMPTY, { type: 'job', job: job('a', 'waiting') })
    queue = queueAfter(queue, { type: 'job', job: job('b', 'waiting') })
    expect(ids(queue.active)).toEqual(['a', 'b'])
    queue = queueAfter(queue, { type: 'job', job: job('b', 'running') })
    expect(ids(queue.active)).toEqual(['b', 'a'])
  })

  it('moves an ended job to the recent ones and forgets its progress', () => {
    const running = { ...EMPTY, active: [job('a', 'running')], progress: progress('a', 2, null) }
    const queue = queueAfter(running, { type: 'job', job: job('a', 'failed') })
    expect(queue.active).toEqual([])
    expect(ids(queue.recent)).toEqual(['a'])
    expect(queue.progress).toBeNull()
    expect(ids(newlyFinished(running, queue))).toEqual(['a'])
  })

  it('takes a retried job out of the recent ones', () => {
    const queue = queueAfter({ ...EMPTY, recent: [job('a', 'failed')] }, { type: 'job', job: job('a', 'waiting') })
    expect(ids(queue.active)).toEqual(['a'])
    expect(queue.recent).toEqual([])
  })

  it('keeps the last preview until the next one comes', () => {
    let queue = queueAfter(
      { ...EMPTY, active: [job('a', 'running')] },
      { type: 'progress', progress: progress('a', 1, 'x') },
    )
    queue = queueAfter(queue, { type: 'progress', progress: progress('a', 2, null) })
    expect(queue.progress?.step).toBe(2)
    expect(queue.progress?.preview).toBe('x')
  })

  it('ignores progress of a job that does not run', () => {
    const queue = { ...EMPTY, active: [job('a', 'waiting')] }
    expect(queueAfter(queue, { type: 'progress', progress: progress('a', 1, null) })).toBe(queue)
  })

  it('is not concerned by other events', () => {
    expect(queueAfter(EMPTY, { type: 'alive' })).toBe(EMPTY)
  })
})
