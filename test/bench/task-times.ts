import type { Browser, Page } from '@playwright/test'
import { z } from 'zod'

const eventSchema = z.object({
  name: z.string(),
  pid: z.int(),
  tid: z.int(),
  /** Microseconds for which the thread had a processor. */
  tdur: z.number().optional(),
  args: z.object({ name: z.unknown() }).partial().optional(),
})
const traceSchema = z.object({ traceEvents: z.array(eventSchema) })

/**
 * Traces the tasks of a page's thread while something is done with it.
 * @returns for how many milliseconds each had a processor, which other programs do not lengthen.
 */
export async function recordTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel'] })
  await work()
  const { traceEvents } = traceSchema.parse(JSON.parse((await browser.stopTracing()).toString()))
  const threads = Map.groupBy(traceEvents, ({ pid, tid }) => `${pid} ${tid}`)
  const ofPages = [...threads.values()].filter((own) => own.some(({ args }) => args?.name === 'CrRendererMain'))
  // The others belong to processes that Chromium keeps ready.
  const [own = []] = ofPages.toSorted((a, b) => b.length - a.length)
  return own.filter(({ name }) => name === 'ThreadControllerImpl::RunTask').map(({ tdur = 0 }) => tdur / 1000)
}
