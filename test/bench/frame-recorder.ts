import type { Page } from '@playwright/test'

/** A frame that took 50 ms or longer, and what of it is the page's own work. All in milliseconds. */
export interface LongFrame {
  /** The page's scripts, layout that they forced included. */
  readonly script: number
  /** Style and layout after them; the rest is painting, the GPU's process, or the machine. */
  readonly layout: number
}

/** What a stretch of time looked like in the page. */
export interface FrameRecord {
  /** Between one frame and the next, in milliseconds. */
  readonly frames: readonly number[]
  readonly longFrames: readonly LongFrame[]
  /** Tasks of 50 ms or longer on the page's thread. */
  readonly longTasks: readonly number[]
}

interface FrameTiming extends PerformanceEntry {
  readonly styleAndLayoutStart: number
  readonly scripts: readonly { readonly duration: number }[]
}

declare global {
  interface Window {
    stopRecording: () => FrameRecord
  }
}

/** Records frames of a page while something is done with it. */
export async function recordFrames(page: Page, work: () => Promise<void>): Promise<FrameRecord> {
  await page.evaluate(startRecording)
  await work()
  return page.evaluate(() => window.stopRecording())
}

/** Runs in the page, so it stands for itself. */
function startRecording(): void {
  const frames: number[] = []
  const longFrames: LongFrame[] = []
  const longTasks: number[] = []
  let last: number | null = null
  let request = requestAnimationFrame(function next(time) {
    if (last !== null) frames.push(time - last)
    last = time
    request = requestAnimationFrame(next)
  })
  const take = (entries: PerformanceEntryList) => {
    for (const entry of entries) {
      if (entry.entryType === 'longtask') longTasks.push(entry.duration)
      if (entry.entryType !== 'long-animation-frame') continue
      const { duration, startTime, styleAndLayoutStart, scripts } = entry as FrameTiming
      const layout = styleAndLayoutStart === 0 ? 0 : startTime + duration - styleAndLayoutStart
      longFrames.push({ layout, script: scripts.reduce((sum, script) => sum + script.duration, 0) })
    }
  }
  const observer = new PerformanceObserver((list) => take(list.getEntries()))
  for (const type of ['longtask', 'long-animation-frame']) observer.observe({ type })
  window.stopRecording = () => {
    cancelAnimationFrame(request)
    take(observer.takeRecords())
    observer.disconnect()
    return { frames, longFrames, longTasks }
  }
}
