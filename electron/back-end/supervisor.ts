import { createCrashBudget } from '../crash-budget.ts'

/** A back end process that has been started. */
export interface BackEndChild {
  /** Resolves once it listens; never where it ends before. */
  readonly ready: Promise<undefined>
  /** Resolves when it has ended, to how. */
  readonly ended: Promise<string>
  /** Asks it to end. */
  stop(): void
  /** Ends it at once. */
  kill(): void
  /** The end of what it printed for people, once all of it is there. To be asked after its end. */
  lastOutput(): Promise<string>
}

export type BackEndState =
  | { readonly status: 'starting' }
  | { readonly status: 'running' }
  /** It crashed and is being started again. */
  | { readonly status: 'restarting'; readonly reason: string }
  /** It crashed too often, or was stopped. Only `start` changes this. */
  | { readonly status: 'stopped'; readonly reason: string; readonly lastOutput: string }

export interface Supervisor {
  readonly state: () => BackEndState
  /** Starts the back end with a fresh budget; does nothing while there is one. */
  readonly start: () => void
  /** Ends the back end for good. */
  readonly stop: () => Promise<void>
  /** Calls back with every new state. Returns what ends it. */
  readonly onChange: (callback: (state: BackEndState) => void) => () => void
}

const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 5000
/** Between a crash and the next start, times the crashes so far. */
const RESTART_DELAY_MS = 200

/**
 * Keeps a back end running: starts it again after a crash, until the third one within five minutes.
 * @param spawn starts a process.
 */
export function createSupervisor(spawn: () => BackEndChild, now: () => number = Date.now): Supervisor {
  const callbacks = new Set<(state: BackEndState) => void>()
  let state: BackEndState = { status: 'stopped', reason: '', lastOutput: '' }
  let child: BackEndChild | null = null
  const budget = createCrashBudget(now)
  let restartTimer: ReturnType<typeof setTimeout> | undefined

  function change(next: BackEndState): void {
    state = next
    for (const callback of callbacks) callback(next)
  }

  function launch(): void {
    const started = spawn()
    child = started
    const startTimer = setTimeout(() => started.kill(), START_LIMIT_MS)
    const watch = async (): Promise<void> => {
      const how = await Promise.race([started.ready, started.ended])
      clearTimeout(startTimer)
      if (child !== started) return
      if (how === undefined) change({ status: 'running' })
      const end = await started.ended
      if (child === started) await recover(end, started)
    }
    void watch()
  }

  async function recover(reason: string, ended: BackEndChild): Promise<void> {
    child = null
    const crashes = budget.record()
    if (crashes === null) {
      change({ status: 'stopped', reason, lastOutput: await ended.lastOutput() })
      return
    }
    restartTimer = setTimeout(launch, RESTART_DELAY_MS * crashes)
    change({ status: 'restarting', reason })
  }

  return {
    state: () => state,
    onChange(callback) {
      callbacks.add(callback)
      return () => void callbacks.delete(callback)
    },
    start() {
      if (state.status !== 'stopped') return
      budget.reset()
      change({ status: 'starting' })
      launch()
    },
    async stop() {
      clearTimeout(restartTimer)
      const last = child
      // Forgotten first, so that its end is no crash.
      child = null
      change({ status: 'stopped', reason: 'Onestroke is closing.', lastOutput: '' })
      if (last !== null) await endChild(last)
    },
  }
}

async function endChild(child: BackEndChild): Promise<void> {
  child.stop()
  const killTimer = setTimeout(() => child.kill(), STOP_LIMIT_MS)
  await child.ended
  clearTimeout(killTimer)
}
