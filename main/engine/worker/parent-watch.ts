import process from 'node:process'
import { workerData } from 'node:worker_threads'

// Runs on a thread of its own: while ONNX Runtime computes, the engine's main thread notices nothing, not even that
// the back end has died. Without this, a killed back end would leave an engine at work for up to a whole step.

const CHECK_EVERY_MS = 250

const parent = workerData as number

function parentIsGone(): boolean {
  // Where the system hands orphans to another process, the parent's id changes; elsewhere it stops existing.
  if (process.ppid !== parent) return true
  try {
    process.kill(parent, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

setInterval(() => {
  if (parentIsGone()) process.kill(process.pid, 'SIGKILL')
}, CHECK_EVERY_MS)
