import { setTimeout as wait } from 'node:timers/promises'
import { APP_SECURITY_HEADERS } from '../security/response-headers.ts'
import { parseAppUrl } from '../addresses.ts'
import { forwardedRequestHeaders, forwardedResponseHeaders } from './forwarded-headers.ts'
import { requestOverPipe } from './pipe-request.ts'
import { streamBody } from './response-stream.ts'

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
const STATUSES_WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

/** Before a question is asked again that a crash of the back end has cut off: for the crash to be noticed. */
const RETRY_DELAY_MS = 100

export interface AppHandlerOptions {
  /** Where the back end listens. */
  readonly pipe: string
  /** Resolves to whether the back end is running, having waited a while for one that starts. */
  readonly whenRunning: () => Promise<boolean>
  /** What a window shows where there is no back end. */
  readonly statusPage: () => Response
  /** What the page tells the user where a request finds no back end. */
  readonly awayMessage: () => string
  /** Called after the page has changed something, with the path of its request. */
  readonly onWritten?: (path: string) => void
}

/**
 * Answers the requests of the app's page by passing them on to the back end, both ways as a stream.
 * @returns the handler of onestroke://app/*
 */
export function createAppHandler(options: AppHandlerOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = parseAppUrl(request.url)
    if (url === null || !METHODS.has(request.method) || !isSameOrigin(request)) return refuse()
    const attempts = isRepeatable(request) ? 2 : 1
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (attempt > 1) await wait(RETRY_DELAY_MS)
      if (!(await options.whenRunning())) break
      try {
        return await passOn(request, url, options)
      } catch (error) {
        if (request.signal.aborted) throw error
      }
    }
    return unavailable(request, options)
  }
}

function isRepeatable({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

async function passOn(request: Request, url: URL, { pipe, onWritten }: AppHandlerOptions): Promise<Response> {
  const answer = await requestOverPipe(pipe, {
    method: request.method,
    path: `${url.pathname}${url.search}`,
    headers: forwardedRequestHeaders(request.headers),
    body: request.body as AsyncIterable<Uint8Array> | null,
    signal: request.signal,
  })
  if (!isRepeatable(request)) onWritten?.(url.pathname)
  const status = answer.statusCode ?? 502
  const hasBody = request.method !== 'HEAD' && !STATUSES_WITHOUT_BODY.has(status)
  if (!hasBody) answer.resume()
  return new Response(hasBody ? streamBody(answer) : null, {
    status,
    headers: forwardedResponseHeaders(answer.headers, APP_SECURITY_HEADERS),
  })
}

/** Chromium says who asks where a request could change something. */
function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  return origin === null || parseAppUrl(origin) !== null
}

function refuse(): Response {
  return Response.json({ code: 'refused', message: 'Onestroke’s window does not pass this on.' }, { status: 403 })
}

function unavailable(request: Request, { statusPage, awayMessage }: AppHandlerOptions): Response {
  if (request.headers.get('accept')?.includes('text/html') === true) return statusPage()
  const problem = { code: 'back-end-away', message: awayMessage() }
  return Response.json(problem, { status: 502, headers: APP_SECURITY_HEADERS })
}
