import type { ManifestFile } from '../catalog/published/manifest-schema.ts'
import type { ValueStore } from '../library/library.ts'
import type { Download } from '../server/contract/downloads.ts'
import { createEntry, describeEntry, type Entry } from './download-entry.ts'
import { createDownloadTurns, type TurnParts } from './download-turns.ts'
import { createEntryList } from './entry-list.ts'
import type { Order } from './order.ts'
import { readOrders } from './stored-orders.ts'

/** Published files on their way here, one after the other. */
export interface DownloadQueue {
  list(): Download[]
  /** Of those that are not done. */
  orders(): Order[]
  /** Takes up those that waited when the program ended. */
  start(): void
  /** Those that are there already stay as they are; one that had failed or paused goes on. */
  add(orders: readonly Order[]): void
  /** Each returns false where there is no such download. */
  pause(id: string): boolean
  resume(id: string): boolean
  /** Also removes what has arrived. */
  cancel(id: string): Promise<boolean>
  /** Ends the running one, which goes on at the next start. */
  stop(): Promise<void>
}

export interface QueueOptions extends TurnParts {
  readonly published: (id: string) => ManifestFile | null
  readonly values: ValueStore
}

/** The downloads that were stored, with how far each has come. */
function readEntries({ values, published, runner, onChange, now }: QueueOptions): Entry[] {
  const entries = readOrders(values).flatMap(({ id, from, folder, state, problem }): Entry[] => {
    const file = published(id)
    return file === null ? [] : [{ ...createEntry({ file, from, folder }, now), state, problem }]
  })
  const measure = async (entry: Entry) => {
    const bytes = await runner.arrivedBytes(entry.order)
    if (entry.state === 'running' || entry.order.from !== null) return
    entry.doneBytes = bytes
    onChange(false)
  }
  for (const entry of entries) void measure(entry)
  return entries
}

function resumeEntry(entry: Entry): Entry {
  if (entry.state === 'paused' || entry.state === 'failed') Object.assign(entry, { state: 'waiting', problem: null })
  return entry
}

/** The entry for an order: what comes from elsewhere than before begins anew, unless it is on its way. */
function entryFor(order: Order, present: Entry | null, isRunning: boolean, now: () => number): Entry {
  const isOther = present === null || (present.order.from !== order.from && !isRunning)
  return isOther ? createEntry(order, now) : resumeEntry(present)
}

/** Removes what has arrived of cancelled files; one that is ordered again meanwhile waits for that. */
function createRemoval(runner: QueueOptions['runner'], interrupt: (entry: Entry) => Promise<unknown>) {
  const ids = new Set<string>()
  return {
    isUnderWay: ({ order }: Entry) => ids.has(order.file.id),
    async remove(entry: Entry) {
      const { file } = entry.order
      ids.add(file.id)
      try {
        await interrupt(entry)
        await runner.forget(entry.order)
      } finally {
        ids.delete(file.id)
      }
    },
  }
}

export function createDownloadQueue(options: QueueOptions): DownloadQueue {
  const { runner, values, onChange, now } = options
  const entries = createEntryList(values)

  function changed(): void {
    entries.save()
    onChange(true)
  }

  const removal = createRemoval(runner, (entry) => turns.interrupt(entry))
  const turns = createDownloadTurns({
    ...options,
    waiting: () => entries.all().find((entry) => entry.state === 'waiting' && !removal.isUnderWay(entry)) ?? null,
    onStart: changed,
    onEnd(entry) {
      changed()
      if (entry.state === 'done') entries.remove(entry)
      onChange(false)
    },
  })

  return {
    list: () => entries.all().map(describeEntry),
    orders: () => entries.all().flatMap(({ order, state }) => (state === 'done' ? [] : [order])),
    start() {
      for (const entry of readEntries(options)) entries.put(entry)
      turns.start()
    },
    add(orders) {
      for (const order of orders) {
        const present = entries.find(order.file.id)
        entries.put(entryFor(order, present, present !== null && turns.isRunning(present), now))
      }
      changed()
      turns.next()
    },
    pause: (id) =>
      entries.change(id, (entry) => {
        if (entry.state !== 'failed') entry.state = 'paused'
        void turns.interrupt(entry)
        changed()
      }),
    resume: (id) =>
      entries.change(id, (entry) => {
        resumeEntry(entry)
        changed()
        turns.next()
      }),
    async cancel(id) {
      const entry = entries.find(id)
      if (entry === null) return false
      entries.remove(entry)
      changed()
      await removal.remove(entry).finally(() => turns.next())
      return true
    },
    stop: () => turns.stop(),
  }
}
