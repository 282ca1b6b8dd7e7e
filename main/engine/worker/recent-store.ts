import { sentence } from '../../../models/sentences/catalogue.ts'
import { RequestError } from './request-error.ts'

/** Values that the back end names by handles. The least recently used go when there are too many. */
export interface RecentStore<T> {
  put(handle: string, value: T): void
  find(handle: string): T | undefined
  /** @throws RequestError where the handle is unknown or its value gone. */
  get(handle: string): T
  delete(handle: string): void
  clear(): void
}

/** @param what names a value in messages */
export function createRecentStore<T>(
  what: 'model' | 'prompt' | 'latent' | 'autoencoder',
  capacity: number,
): RecentStore<T> {
  // A map's order of insertion is the order of use: whatever is used is put back at the end.
  const values = new Map<string, T>()
  const put = (handle: string, value: T) => {
    values.delete(handle)
    values.set(handle, value)
    const [oldest] = values.keys()
    if (values.size > capacity && oldest !== undefined) values.delete(oldest)
  }
  const find = (handle: string): T | undefined => {
    const value = values.get(handle)
    if (value !== undefined) put(handle, value)
    return value
  }
  return {
    put,
    find,
    get(handle) {
      const value = find(handle)
      if (value === undefined) throw new RequestError('internal', sentence('engine.forgotten', { what }), handle)
      return value
    },
    delete: (handle) => void values.delete(handle),
    clear: () => values.clear(),
  }
}
