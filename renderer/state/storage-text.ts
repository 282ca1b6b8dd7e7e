import type { Queue, Settings } from '../api/contract.ts'
import type { Messages } from '../messages/en.ts'
import { formatBytes } from './progress-text.ts'

type Storage = Queue['storage'][number]
type Language = Settings['language']

/** Why the queue waits for room, and what to do. */
export function blockedText(
  { folder, freeBytes }: NonNullable<Queue['blocked']>,
  texts: Pick<Messages['queue'], 'blocked'>,
  language: Language,
): string {
  return texts.blocked[folder](formatBytes(freeBytes ?? 0, language))
}

/** The folder with the least room of those that have little; null where there is enough. */
export function scarcest(storage: readonly Storage[]): (Storage & { freeBytes: number }) | null {
  const low = storage.flatMap((each) =>
    each.low && each.freeBytes !== null ? [{ ...each, freeBytes: each.freeBytes }] : [],
  )
  return low.toSorted((a, b) => a.freeBytes - b.freeBytes)[0] ?? null
}
