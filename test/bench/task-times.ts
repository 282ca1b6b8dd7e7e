import type { Page } from '@playwright/test'
import { z } from 'zod'

const eventSchema = z.object({
  name: z.string(),
  pid: z.int(),
  tid: z.int(),
  /** Microseconds for which the thread had a processor. */
  tdur: z.number().optional(),
  args: z.object({ name: z.unknown() }).partial().optional(),
})

interface Thread {
  ofPage: boolean
  readonly tasks: number[]
}

/**
 * Traces the tasks of a page's thread while something is done with it.
 * @returns for how many milliseconds each had a processor, which other programs do not lengthen.
 */
export async function recordTasks(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
  const session = await page.context().browser()?.newBrowserCDPSession()
  if (session === undefined) throw new Error('The page has no browser')
  const threads = new Map<string, Thread>()
  // Events by the million: each is looked at as it comes.
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) take(threads, eventSchema.parse(event))
  })
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel'] } })
  await work()
  await session.send('Tracing.end')
  await complete
  await session.detach()
  // The others belong to processes that Chromium keeps ready.
  const ofPages = [...threads.values()].filter(({ ofPage }) => ofPage)
  return ofPages.toSorted((a, b) => b.tasks.length - a.tasks.length)[0]?.tasks ?? []
}

function take(threads: Map<string, Thread>, { name, pid, tid, tdur = 0, args }: z.infer<typeof eventSchema>): void {
  const key = `${pid} ${tid}`
  const thread = threads.get(key) ?? { ofPage: false, tasks: [] }
  threads.set(key, thread)
  thread.ofPage ||= args?.name === 'CrRendererMain'
  if (name === 'ThreadControllerImpl::RunTask') thread.tasks.push(tdur / 1000)
}
