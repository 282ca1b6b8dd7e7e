import type { BackEndState } from '../back-end/supervisor.ts'

/** How long the first page, which is still waiting for its content, stays before it gives way. */
const FIRST_PATIENCE_MS = 1000

export interface Presenter {
  /** To be called with every state of the back end. */
  readonly follow: (state: BackEndState) => void
  /** To be called when the window got the status page though it asked for the app's. */
  readonly noteStatusPage: () => void
  readonly dispose: () => void
}

/**
 * Decides which page a window shows as the back end comes and goes. The app's page stays through a restart, however long
 * that takes: it says so itself, and people go on typing in it. It gives way only to a back end that was given up.
 */
export function createPresenter(showApp: () => void, showStatus: () => void): Presenter {
  let shown: 'nothing' | 'app' | 'status' = 'nothing'
  let hasRun = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(page: 'app' | 'status'): void {
    shown = page
    if (page === 'app') showApp()
    else showStatus()
  }

  return {
    follow(state) {
      clearTimeout(timer)
      if (state.status === 'running') {
        hasRun = true
        if (shown !== 'app') show('app')
      } else if (state.status === 'stopped' || shown === 'status') {
        show('status')
      } else if (!hasRun) {
        timer = setTimeout(() => show('status'), FIRST_PATIENCE_MS)
        // Its process starts while the back end does.
        if (shown === 'nothing') show('app')
      }
    },
    noteStatusPage() {
      shown = 'status'
    },
    dispose: () => clearTimeout(timer),
  }
}
