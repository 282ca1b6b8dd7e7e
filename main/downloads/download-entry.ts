import { publishedBytes } from '../catalog/published/published-files.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { Download } from '../server/contract/downloads.ts'
import type { Order } from './order.ts'
import { createSpeed, type Speed } from './speed.ts'
import type { StoredOrder } from './stored-orders.ts'

/** A download of the queue, as it is at the moment. */
export interface Entry {
  readonly order: Order
  state: Download['state']
  doneBytes: number
  totalBytes: number
  problem: Sentence | null
  speed: Speed
}

/** @param now milliseconds, of a clock that is never set back */
export function createEntry(order: Order, now: () => number): Entry {
  return {
    order,
    state: 'waiting',
    doneBytes: 0,
    totalBytes: publishedBytes(order.file),
    problem: null,
    speed: createSpeed(now),
  }
}

/** What the page is told of it. */
export function describeEntry({ order, state, doneBytes, totalBytes, problem, speed }: Entry): Download {
  const bytesPerSecond = state === 'running' ? speed.bytesPerSecond() : null
  const secondsLeft = bytesPerSecond === null || bytesPerSecond <= 0 ? null : (totalBytes - doneBytes) / bytesPerSecond
  return {
    id: order.file.id,
    title: order.file.title,
    state,
    doneBytes: Math.min(doneBytes, totalBytes),
    totalBytes,
    bytesPerSecond,
    secondsLeft,
    problem,
  }
}

/** What of it outlives the program: one that runs goes on. */
export function storedEntry({ order: { file, from, folder }, state, problem }: Entry): StoredOrder {
  const isSettled = state === 'paused' || state === 'failed'
  return {
    id: file.id,
    from,
    folder,
    state: isSettled ? state : 'waiting',
    problem: state === 'failed' ? problem : null,
  }
}
