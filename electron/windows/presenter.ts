import type { BackEndState } from '../back-end/supervisor.ts'

/** How long a page stays without a back end before it gives way: most restarts are over sooner, and it keeps its state. */
const PATIENCE_MS = 3000
/** The same for the first page, which is still waiting for its content. */
const FIRST_PATIENCE_MS = 1000

export interface Presenter {
  /** To be called with every state of the back end. */
  readonly follow: (state: BackEndState) => void
  /** To be called when the window got the status page though it asked for the app's. */
  readonly noteStatusPage: () => void
  readonly dispose: () => void
}

/** Decides which page a window shows as the back end comes and goes. */
export function createPresenter(showApp: () => void, showStatus: () => void): Presenter {
  let shown: 'nothing' | 'app' | 'status' = 'nothing'
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
        if (shown !== 'app') show('app')
      } else if (state.status === 'stopped' || shown === 'status') {
        show('status')
      } else {
        timer = setTimeout(() => show('status'), shown === 'nothing' ? FIRST_PATIENCE_MS : PATIENCE_MS)
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
