import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { Problem } from './contract/common.ts'
import { unknownVisitorPage } from './unknown-visitor-page.ts'

/** Who may talk to the back end over TCP. */
export interface AccessPolicy {
  readonly token: string
  /** Name or address the listener is bound to. */
  readonly host: string
  readonly port: number
}

/** A refusal; null lets the request pass. */
export type AccessCheck = (request: Request) => Response | null

const TOKEN_BYTES = 32
const WILDCARDS = new Set(['0.0.0.0', '::'])

/** A new random token. */
export function createToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

function hostInUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

/** The address of a listener, without a token. A wildcard is reached through the loopback address. */
export function addressOf({ host, port }: Pick<AccessPolicy, 'host' | 'port'>): string {
  const reachable = host === '::' ? '::1' : host === '0.0.0.0' ? '127.0.0.1' : host
  return `http://${hostInUrl(reachable)}:${port}`
}

/** Hashed first, so that the comparison's time tells neither content nor length. */
function equalSecrets(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * A page elsewhere can point its own name at this computer (DNS rebinding), but cannot make the browser send another name
 * than its own. Behind a wildcard any literal address is ours, since rebinding takes a name.
 */
function isOurHost(header: string, { host, port }: AccessPolicy): boolean {
  if (header === `${hostInUrl(host)}:${port}`) return true
  if (port === 80 && header === hostInUrl(host)) return true
  if (!WILDCARDS.has(host)) return false
  const literal = /^\[?([0-9a-fA-F:.]+?)\]?:(\d+)$/.exec(header)
  return literal !== null && isIP(literal[1] ?? '') !== 0 && literal[2] === String(port)
}

function readCookie(request: Request, name: string): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}

function bearerOf(request: Request): string | null {
  return /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
}

function refuse(status: 401 | 403, code: string, what: Sentence): Response {
  return Response.json({ code, ...what } satisfies Problem, { status })
}

/** Cookies are shared by all ports of a host, so the name tells whose it is. */
function cookieName(port: number): string {
  return `onestroke-${port}`
}

/** The first visit brings the token in the address; a cookie takes over, and the address bar forgets it. */
function answerFirstVisit(request: Request, given: string, { token, port }: AccessPolicy): Response {
  if (!equalSecrets(given, token)) return unknownVisitor(request)
  const cookie = `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`
  return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie } })
}

function unknownVisitor(request: Request): Response {
  const { pathname } = new URL(request.url)
  const isForPeople = request.method === 'GET' && (request.headers.get('accept') ?? '').includes('text/html')
  if (isForPeople && !pathname.startsWith('/api/')) return unknownVisitorPage(request.headers.get('accept-language'))
  return refuse(401, 'unauthorized', sentence('access.no-key'))
}

/**
 * Decides who gets in over TCP: a token (in a cookie or as a bearer) for everything, only under our own name, and never
 * on behalf of another site's page.
 */
export function createAccessCheck(policy: AccessPolicy): AccessCheck {
  return (request) => {
    const host = request.headers.get('host') ?? ''
    if (!isOurHost(host, policy)) return refuse(403, 'wrong-host', sentence('access.wrong-host'))
    const origin = request.headers.get('origin')
    const foreign = origin !== null && origin !== `http://${host}`
    if (foreign || request.headers.get('sec-fetch-site') === 'cross-site') {
      return refuse(403, 'foreign-origin', sentence('access.foreign-page'))
    }
    const { pathname, searchParams } = new URL(request.url)
    const visitToken = pathname === '/' && request.method === 'GET' ? searchParams.get('token') : null
    if (visitToken !== null) return answerFirstVisit(request, visitToken, policy)
    const given = bearerOf(request) ?? readCookie(request, cookieName(policy.port))
    return given !== null && equalSecrets(given, policy.token) ? null : unknownVisitor(request)
  }
}
