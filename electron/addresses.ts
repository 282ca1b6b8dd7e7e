export const SCHEME = 'onestroke'

/** The page, served by the back end. */
export const START_URL = `${SCHEME}://app/`

/** The page that says why there is no back end, served by the shell itself. It has another origin than the app's page. */
export const STATUS_URL = `${SCHEME}://shell/status`

/** What that page links to. Never loaded: the window takes the click as "start the back end again". */
export const RETRY_URL = `${SCHEME}://shell/retry`

/** `address` if it is a URL of Onestroke's own page and what belongs to it, else null. */
export function parseAppUrl(address: string): URL | null {
  return parseOwnUrl(address, 'app')
}

/** `address` if it is a URL of the pages that the shell itself serves, else null. */
export function parseShellUrl(address: string): URL | null {
  return parseOwnUrl(address, 'shell')
}

// `origin` would not do: it is "null" for any scheme that the URL standard does not know.
function parseOwnUrl(address: string, host: string): URL | null {
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  const isOwn = url.protocol === `${SCHEME}:` && url.host === host && url.username === '' && url.password === ''
  return isOwn ? url : null
}
