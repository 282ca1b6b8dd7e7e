import { request as httpRequest, type IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface PipeRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: AsyncIterable<Uint8Array> | null
  /** Ends the request, and the answer where it has begun. */
  readonly signal?: AbortSignal
}

/**
 * Sends a request to the back end over its socket or named pipe. Every request has a connection of its own: they cost
 * next to nothing here, and none is left over from a back end that has ended.
 * @returns the answer once its headers are there.
 * @throws where nothing listens, the connection breaks before an answer, or the signal aborts.
 */
export async function requestOverPipe(pipe: string, options: PipeRequest): Promise<IncomingMessage> {
  const { method, path, headers = {}, body = null, signal } = options
  const outgoing = httpRequest({
    socketPath: pipe,
    method,
    path,
    headers,
    agent: false,
    ...(signal === undefined ? {} : { signal }),
  })
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve)
    // Stays for errors after the answer has begun, which its reader gets to see as well.
    outgoing.on('error', reject)
  })
  if (body === null) outgoing.end()
  // A body that fails destroys the request, whose error event then says so.
  else pipeline(Readable.from(body), outgoing).catch(() => undefined)
  return answer
}
