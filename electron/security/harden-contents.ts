import type { WebContents } from 'electron'
import { decideNavigation } from './navigation.ts'
import { openExternal } from './open-external.ts'

interface Navigation {
  readonly url: string
  readonly isMainFrame: boolean
  preventDefault(): void
}

/**
 * Keeps a page where it is: it navigates nowhere, opens no window and embeds nothing. Links to the web open in the
 * system's browser. For every WebContents that is created.
 * @param onRetry called when the status page's "Try again" is clicked.
 */
export function hardenContents(contents: WebContents, onRetry: () => void): void {
  const guard = (event: Navigation) => {
    const decision = decideNavigation(event.url, event.isMainFrame)
    if (decision !== 'allow') event.preventDefault()
    if (decision === 'retry') onRetry()
  }
  // Electron also passes url and isMainFrame as arguments, deprecated where the event has them.
  contents.on('will-navigate', guard)
  contents.on('will-redirect', guard)
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url)
    return { action: 'deny' }
  })
}
