import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo, ListenOptions } from 'node:net'
import { dirname } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { sentence } from '../../models/sentences/catalogue.ts'
import { describeFileError, errorCode, FileError } from '../files/file-error.ts'

export type Fetch = (request: Request) => Response | Promise<Response>

/** A listener that accepts requests. */
export interface Listener {
  /** Ends open streams too. */
  close(): Promise<void>
}

function start(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    // Event streams never end by themselves.
    server.closeAllConnections()
  })
}

function createServer(fetch: Fetch): Server {
  // It replaces the global Request: Hono's bodyLimit copies requests, which takes the adapter's own class.
  const server = createAdaptorServer({ fetch }) as Server
  server.headersTimeout = 10_000
  return server
}

/**
 * Listens on a TCP port.
 * @param port 0 takes any free one
 * @param fetchAt makes the answering function once the port is known
 * @throws FileError where the port cannot be had.
 */
export async function listenOnTcp(
  host: string,
  port: number,
  fetchAt: (port: number) => Fetch,
): Promise<Listener & { readonly port: number }> {
  let fetch: Fetch | null = null
  const server = createServer((request) => fetch?.(request) ?? new Response(null, { status: 503 }))
  try {
    await start(server, { host, port, exclusive: true })
  } catch (error) {
    const code = errorCode(error)
    const problem =
      code === 'EADDRINUSE'
        ? sentence('server.port-in-use', { port, host })
        : sentence('server.port', { port, host, code })
    throw new FileError(problem, code, error)
  }
  const { port: actual } = server.address() as AddressInfo
  fetch = fetchAt(actual)
  return { port: actual, close: () => close(server) }
}

/** A crash leaves its socket behind; the data folder's lock says that nobody listens there any more. */
function removeLeftSocket(path: string): void {
  try {
    if (statSync(path).isSocket()) rmSync(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/**
 * Listens on a Unix socket that only its owner can open, or on a named pipe of Windows.
 * @throws FileError where the path cannot be used.
 */
export async function listenOnPipe(path: string, fetch: Fetch): Promise<Listener> {
  const server = createServer(fetch)
  const isSocket = process.platform !== 'win32'
  try {
    if (isSocket) {
      // Before the socket's own permissions are set, the folder's keep others away.
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      removeLeftSocket(path)
    }
    await start(server, { path, readableAll: false, writableAll: false })
    if (isSocket) chmodSync(path, 0o600)
  } catch (error) {
    throw describeFileError(error, path, 'written')
  }
  return { close: () => close(server) }
}
