import type { FoundFile } from './match-found.ts'

/** Tells files that are still being written from those that are whole. */
export interface Settling {
  /** Whether a file has not changed for a while. */
  readonly isSettled: (file: Pick<FoundFile, 'path' | 'fingerprint' | 'modifiedMs'>) => boolean
}

/**
 * @param settleMs for how long a file must not have been written to
 * @param now milliseconds since 1970
 */
export function createSettling(settleMs: number, now: () => number): Settling {
  const seen = new Map<string, { readonly fingerprint: string; readonly since: number }>()
  return {
    isSettled: ({ path, fingerprint, modifiedMs }) => {
      const time = now()
      const age = time - modifiedMs
      const before = seen.get(path)
      if (before?.fingerprint !== fingerprint) {
        seen.set(path, { fingerprint, since: time })
        // One whose time was set back while it is copied has been seen to change.
        if (before !== undefined || age < settleMs) return false
        seen.delete(path)
        return true
      }
      if (time - before.since < settleMs) return false
      seen.delete(path)
      return true
    },
  }
}
