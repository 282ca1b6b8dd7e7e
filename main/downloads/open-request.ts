import type { Readable } from 'node:stream'
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici'
import { sentence } from '../../models/sentences/catalogue.ts'
import { requireAllowedUrl, type AddressPolicy } from './address-policy.ts'
import { DownloadError } from './download-error.ts'
import { createGuardedLookup, ForbiddenAddressError } from './guarded-lookup.ts'

/** A server's answer that is no redirection. */
export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly header: (name: string) => string | null
  readonly body: Readable
  /** The server that sent it, after all redirections. */
  readonly host: string
  /** The SHA-256 that the first server has the file under (Hugging Face's X-Linked-ETag); null where none said. */
  readonly promisedSha256: string | null
}

/**
 * Asks for a file.
 * @throws DownloadError; or the signal's reason
 */
export type OpenRequest = (url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Answer>

export interface Requests {
  readonly open: OpenRequest
  /** Ends all connections. */
  close(): Promise<void>
}

export interface RequestOptions {
  readonly policy: () => AddressPolicy
  /** Certificates to trust beside the system's. */
  readonly ca?: string
  /** How long a connection and the first line of an answer may take. */
  readonly timeoutMs?: number
}

const MOST_REDIRECTIONS = 5
const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const DEFAULT_TIMEOUT_MS = 30_000
const QUOTED_DIGEST = /^"?([0-9a-f]{64})"?$/

function firstValue(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error)
}

function describeFailure(error: unknown, host: string): DownloadError {
  if (
    error instanceof ForbiddenAddressError ||
    (error instanceof Error && error.cause instanceof ForbiddenAddressError)
  ) {
    return new DownloadError(sentence('download.private-address', { host }), 'source', { cause: error })
  }
  const reason = reasonOf(error)
  return new DownloadError(sentence('download.unreachable', { host, reason }), 'retry', { cause: error })
}

/** What a redirection says is not read: it may never end. */
function discard(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined)
  body.destroy()
}

function isProxy(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  try {
    decodeURIComponent(url.username + url.password)
    return true
  } catch {
    return false
  }
}

/** A variable's proxy, which many write without `http://`; empty, so none, where it is no address. */
function proxyIn(...names: readonly string[]): string {
  const text = names.map((name) => process.env[name] ?? '').find((value) => value !== '') ?? ''
  const address = text.includes('://') ? text : `http://${text}`
  return isProxy(address) ? address : ''
}

function nextUrl(location: string | null, from: URL): URL | null {
  return location !== null && URL.canParse(location, from.href) ? new URL(location, from) : null
}

/**
 * Requests over HTTPS, through the system's proxy where HTTPS_PROXY names one (NO_PROXY excepts hosts). Redirections are
 * followed here, each checked like the first address; nothing secret is ever sent along. A proxy resolves names itself:
 * then the policy's names alone decide.
 */
export function createRequests({ policy, ca, timeoutMs = DEFAULT_TIMEOUT_MS }: RequestOptions): Requests {
  const lookup = createGuardedLookup({
    allowsHost: (host) => policy().allowsHost(host),
    allowsAddress: (address) => policy().allowsAddress(address),
  })
  const trust = ca === undefined ? {} : { ca }
  const dispatcher = new EnvHttpProxyAgent({
    // Checked here: it throws where a variable holds no address, and nothing would start.
    httpProxy: proxyIn('http_proxy', 'HTTP_PROXY'),
    httpsProxy: proxyIn('https_proxy', 'HTTPS_PROXY'),
    connect: { lookup, timeout: timeoutMs, ...trust },
    // To the server behind a proxy.
    requestTls: trust,
    // Over HTTP/2 all ranges would share one connection.
    allowH2: false,
    headersTimeout: timeoutMs,
    // The transfer watches for itself how much comes in.
    bodyTimeout: 0,
  })

  async function ask(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    try {
      return await request(url, { dispatcher, headers, signal })
    } catch (error) {
      signal.throwIfAborted()
      throw describeFailure(error, url.hostname)
    }
  }

  const open: OpenRequest = async (start, headers, signal) => {
    let url = start
    let promisedSha256: string | null = null
    for (let redirections = 0; redirections <= MOST_REDIRECTIONS; redirections++) {
      requireAllowedUrl(url, policy())
      const { statusCode, headers: received, body } = await ask(url, headers, signal)
      const header = (name: string) => firstValue(received[name])
      promisedSha256 ??= QUOTED_DIGEST.exec(header('x-linked-etag') ?? '')?.[1] ?? null
      if (!REDIRECTIONS.has(statusCode)) {
        // Whoever reads it is told; one that is given up without being read has nobody to tell.
        body.on('error', () => undefined)
        return { status: statusCode, header, body, host: url.hostname, promisedSha256 }
      }
      discard(body)
      const next = nextUrl(header('location'), url)
      if (next === null) break
      url = next
    }
    throw new DownloadError(sentence('download.no-redirect', { host: start.hostname }), 'source')
  }
  return { open, close: () => dispatcher.destroy() }
}
