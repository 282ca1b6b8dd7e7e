import type { ValueStore } from '../library/library.ts'
import { storedEntry, type Entry } from './download-entry.ts'
import { writeOrders } from './stored-orders.ts'

/** The downloads of a queue: one per file, the oldest first. */
export interface EntryList {
  all(): readonly Entry[]
  find(id: string): Entry | null
  /** @returns false where there is none with this id */
  change(id: string, act: (entry: Entry) => void): boolean
  /** In the place of the one with the same file, else at the end. */
  put(entry: Entry): void
  remove(entry: Entry): void
  /** Writes down what outlives the program. */
  save(): void
}

export function createEntryList(values: ValueStore): EntryList {
  let entries: Entry[] = []
  const find = (id: string) => entries.find(({ order }) => order.file.id === id) ?? null
  return {
    all: () => entries,
    find,
    change(id, act) {
      const entry = find(id)
      if (entry !== null) act(entry)
      return entry !== null
    },
    put(entry) {
      const present = find(entry.order.file.id)
      entries = present === null ? [...entries, entry] : entries.map((one) => (one === present ? entry : one))
    },
    remove: (entry) => void (entries = entries.filter((other) => other !== entry)),
    save: () => writeOrders(values, entries.filter(({ state }) => state !== 'done').map(storedEntry)),
  }
}
