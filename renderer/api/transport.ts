import type { Problem } from './contract.ts'

export type Fetch = typeof globalThis.fetch

interface Answer {
  readonly status: number
  /** Null where the answer was none of the back end's. */
  readonly problem: Problem | null
}

/** A request that failed: what the back end answered, or that it did not. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  /** Null where there was no answer. */
  readonly status: number | null
  readonly problem: Problem | null

  constructor(answer: Answer | null, options?: ErrorOptions) {
    super(answer?.problem?.message ?? `no answer of Onestroke (${String(answer?.status ?? 'offline')})`, options)
    this.status = answer?.status ?? null
    this.problem = answer?.problem ?? null
  }
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type QueryValue = string | number | boolean | undefined

/** How the page reaches the back end. */
export interface Transport {
  readonly read: <T>(path: string, query: Readonly<Record<string, QueryValue>>, signal?: AbortSignal) => Promise<T>
  readonly send: <T>(method: Method, path: string, body?: unknown, signal?: AbortSignal) => Promise<T>
  readonly upload: <T>(path: string, file: Blob) => Promise<T>
  /** `leaving`: the page is being closed, and the request must outlive it. */
  readonly saveUiState: (state: Readonly<Record<string, unknown>>, leaving: boolean) => Promise<void>
  readonly openEvents: (signal: AbortSignal) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>
}

const JSON_HEADERS = { 'content-type': 'application/json' }

/** Bytes that a browser sends while a page closes: the Fetch standard's limit for `keepalive`. */
const KEEPALIVE_LIMIT = 64 * 1024

/** The window's shell answers with a code and a message alone, in the user's language. */
function problemIn(body: unknown): Problem | null {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('message' in body)) return null
  return { key: null, values: {}, ...(body as Pick<Problem, 'code' | 'message'>) }
}

async function failure(response: Response): Promise<RequestError> {
  const body: unknown = await response.json().catch(() => null)
  return new RequestError({ status: response.status, problem: problemIn(body) })
}

/** `path` with the defined entries of `query`. */
function addressOf(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parameters.set(key, String(value))
  return parameters.toString() === '' ? path : `${path}?${parameters.toString()}`
}

/** Requests over `fetch`. Aborting rejects with the signal's reason, everything else with RequestError. */
export function createTransport(fetch: Fetch): Transport {
  async function request(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(path, init).catch((error: unknown) => {
      if (init.signal?.aborted === true) throw error
      throw new RequestError(null, { cause: error })
    })
    if (!response.ok) throw await failure(response)
    return response
  }

  async function answer<T>(path: string, init: RequestInit): Promise<T> {
    const response = await request(path, init)
    // Both ends are built from the same contract; the server's tests check its answers against it.
    return (response.status === 204 ? undefined : await response.json()) as T
  }

  return {
    read: (path, query, signal) => answer(addressOf(path, query), signal === undefined ? {} : { signal }),
    send: (method, path, body, signal) =>
      answer(path, {
        method,
        ...(body === undefined ? {} : { headers: JSON_HEADERS, body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      }),
    upload: (path, file) =>
      answer(path, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file }),
    async saveUiState(state, leaving) {
      const body = JSON.stringify(state)
      const keepalive = leaving && new TextEncoder().encode(body).length < KEEPALIVE_LIMIT
      await request('/api/ui-state', { method: 'PUT', headers: JSON_HEADERS, body, keepalive })
    },
    async openEvents(signal) {
      const response = await request('/api/events', { signal })
      if (response.body === null) throw new RequestError(null)
      return response.body
    },
  }
}
