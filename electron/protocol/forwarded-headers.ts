/**
 * What the back end gets to see of the page's headers. Cookies and origins mean nothing on the pipe: reaching it is the
 * permission. No accept-encoding: Chromium does not decode what comes through a scheme of our own.
 */
const REQUEST_HEADERS = [
  'accept',
  'accept-language',
  'content-type',
  'content-length',
  'range',
  'if-range',
  'if-match',
  'if-none-match',
  'if-modified-since',
] as const

/** About the connection to the back end rather than the answer, or meant for browsers that come over TCP. */
const DROPPED_RESPONSE_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The headers of a request to the back end. */
export function forwardedRequestHeaders(headers: Headers): Record<string, string> {
  const forwarded: Record<string, string> = { host: 'app' }
  for (const name of REQUEST_HEADERS) {
    const value = headers.get(name)
    if (value !== null) forwarded[name] = value
  }
  return forwarded
}

/** The headers of the page's answer: the back end's, then `enforced` in place of any of the same name. */
export function forwardedResponseHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  enforced: Readonly<Record<string, string>>,
): Headers {
  const forwarded = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || DROPPED_RESPONSE_HEADERS.has(name)) continue
    forwarded.set(name, typeof value === 'string' ? value : value.join(', '))
  }
  for (const [name, value] of Object.entries(enforced)) forwarded.set(name, value)
  return forwarded
}
