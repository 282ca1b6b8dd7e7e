import type { Library } from './library/library.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Starts the work that goes on beside the requests: bringing rows and files together, and a backup every day.
 * @returns a function that breaks it off.
 */
export function startUpkeep(library: Library, report: (error: unknown) => void): () => Promise<void> {
  const stopped = new AbortController()
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      if (!stopped.signal.aborted) report(error)
    }
  }
  let atWork = attempt(async () => {
    await library.reconcile(stopped.signal)
    await library.backUpDaily()
  })
  const daily = setInterval(() => {
    atWork = attempt(() => library.backUpDaily())
  }, DAY_MS)
  daily.unref()
  return async () => {
    stopped.abort()
    clearInterval(daily)
    await atWork
  }
}
