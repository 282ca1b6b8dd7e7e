import { describe, expect, it } from 'vitest'
import type { Client } from '../../../../renderer/api/client.ts'
import type { Job, Queue } from '../../../../renderer/api/contract.ts'
import { firstDraft, requestOf } from '../../../../renderer/state/draft-settings.ts'
import { QueueState } from '../../../../renderer/state/queue.svelte.ts'
import { job, offlineClient, queue } from './contract-fixtures.ts'

const REQUEST = requestOf(firstDraft('a fox', 'builtin'), null, null)
const THREE = queue({ active: [job('run', 'running'), job('a', 'waiting'), job('b', 'waiting'), job('c', 'waiting')] })

function queueWith(client: Partial<Client['queue']>, initial: Queue = THREE) {
  const errors: unknown[] = []
  const finished: Job[] = []
  const offline = offlineClient()
  const state = new QueueState({
    client: { ...offline, queue: { ...offline.queue, ...client } },
    initial,
    onFinished: (ended) => finished.push(ended),
    onError: (error) => errors.push(error),
  })
  return { state, errors, finished }
}

const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id)

describe('QueueState', () => {
  it('tells what runs, waits and failed', () => {
    const { state } = queueWith({}, { ...THREE, recent: [job('x', 'failed'), job('y', 'done')] })
    expect(state.running?.id).toBe('run')
    expect(ids(state.waiting)).toEqual(['a', 'b', 'c'])
    expect(ids(state.failed)).toEqual(['x'])
  })

  it('tells once of a job that ended, also where that was missed and comes with the whole queue', () => {
    const { state, finished } = queueWith({})
    state.receive({ type: 'job', job: job('run', 'failed') })
    state.receive({ type: 'queue', queue: queue({ active: [], recent: [job('a', 'done'), job('run', 'failed')] }) })
    expect(ids(finished)).toEqual(['run', 'a'])
  })

  it('does not tell of jobs that had ended before the page was there', () => {
    const { state, finished } = queueWith({}, queue())
    state.receive({ type: 'queue', queue: queue({ recent: [job('old', 'failed')] }) })
    expect(finished).toEqual([])
  })

  it('counts requests that were accepted', async () => {
    let refused = false
    const { state } = queueWith({
      submit: () => (refused ? Promise.reject(new Error('no')) : Promise.resolve([job('new', 'waiting')])),
    })
    await state.submit(REQUEST)
    refused = true
    await state.submit(REQUEST)
    expect(state.submissions).toBe(1)
  })

  it('gives no jobs where the back end refuses, and says so', async () => {
    const { state, errors } = queueWith({})
    expect(await state.submit(REQUEST)).toEqual([])
    expect(errors).toHaveLength(1)
  })

  it('shows the queue that an answer brings, and keeps its own where it is refused', async () => {
    const { state, errors } = queueWith({ cancel: () => Promise.resolve(queue({ active: [job('a', 'waiting')] })) })
    await state.cancelRunning()
    expect(ids(state.waiting)).toEqual(['a'])
    await state.cancelRunning()
    await state.cancelAll()
    await state.retry('a')
    await state.runNext('a')
    expect(ids(state.waiting)).toEqual(['a'])
    expect(errors).toHaveLength(3)
  })

  it('does not go back to an answer that events have overtaken', async () => {
    const answer = Promise.withResolvers<Queue>()
    const running = job('a', 'running')
    const { state, finished } = queueWith({ cancel: () => answer.promise }, queue({ active: [running] }))
    const cancelled = state.cancelRunning()
    state.receive({ type: 'job', job: job('a', 'cancelled') })
    state.receive({ type: 'queue', queue: queue({ recent: [job('a', 'cancelled')] }) })
    answer.resolve(queue({ active: [running] }))
    await cancelled
    expect(state.running).toBeNull()
    expect(finished.map(({ id }) => id)).toEqual(['a'])
  })

  it('pauses and resumes', async () => {
    const { state } = queueWith({
      pause: () => Promise.resolve(queue({ paused: true })),
      resume: () => Promise.resolve(queue()),
    })
    await state.togglePause()
    expect(state.all.paused).toBe(true)
    await state.togglePause()
    expect(state.all.paused).toBe(false)
  })

  it('moves a waiting job, and not beyond the ends', async () => {
    const asked: (readonly string[])[] = []
    const { state } = queueWith({
      reorder: (order) => {
        asked.push(order)
        return Promise.resolve(THREE)
      },
    })
    await state.move('c', -1)
    await state.move('a', 9)
    await state.move('a', -1)
    await state.move('run', 1)
    await state.move('gone', 1)
    expect(asked).toEqual([
      ['a', 'c', 'b'],
      ['b', 'c', 'a'],
    ])
  })
})
