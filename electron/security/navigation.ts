import { parseAppUrl, RETRY_URL } from '../addresses.ts'

/** `retry`: stay, and start the back end again. */
export type NavigationDecision = 'allow' | 'deny' | 'retry'

/**
 * What happens when a page, or someone through it, wants a frame to go to `url`. The app is one page: only the main frame
 * may load, and nothing but that page (which is how it reloads itself).
 */
export function decideNavigation(url: string, isMainFrame: boolean): NavigationDecision {
  if (!isMainFrame) return 'deny'
  if (url === RETRY_URL) return 'retry'
  return parseAppUrl(url)?.pathname === '/' ? 'allow' : 'deny'
}
