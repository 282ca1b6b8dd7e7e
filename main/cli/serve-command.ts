import process from 'node:process'
import { createBackEnd, type BackEnd, type BackEndOptions } from '../back-end.ts'
import { FileError } from '../files/file-error.ts'
import { addressOf, createAccessCheck, createToken } from '../server/access.ts'
import { listenOnPipe, listenOnTcp, type Fetch, type Listener } from '../server/listen.ts'
import type { Application } from './application.ts'

/** The options of `onestroke serve` as commander hands them over; what was not given is absent. */
export interface ServeOptions {
  readonly host?: string
  readonly port?: number
  readonly pipe?: string
  readonly json?: boolean
}

interface Served {
  readonly listeners: readonly Listener[]
  /** With the token; null where only the pipe is listened on. */
  readonly url: string | null
  readonly pipe: string | null
}

const LOOPBACK = '127.0.0.1'
/** Nobody's so far, in the range that is given to nobody (RFC 6335). Where it is taken, any free one does. */
const DEFAULT_PORT = 58_261

async function listenOnWeb(backEnd: BackEnd, host: string, port: number) {
  const token = createToken()
  const fetchAt = (actual: number): Fetch => {
    const app = backEnd.createWebApp(createAccessCheck({ token, host, port: actual }))
    return (request) => app.fetch(request)
  }
  const listener = await listenOnTcp(host, port, fetchAt)
  return { listener, url: `${addressOf({ host, port: listener.port })}/?token=${token}` }
}

async function listenOnWebAnywhere(backEnd: BackEnd, host: string) {
  try {
    return await listenOnWeb(backEnd, host, DEFAULT_PORT)
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'EADDRINUSE') throw error
    return listenOnWeb(backEnd, host, 0)
  }
}

/** A pipe alone means that the desktop's window started this: then nothing listens on the network. */
async function listen(backEnd: BackEnd, { host, port, pipe }: ServeOptions): Promise<Served> {
  const piped = pipe === undefined ? [] : [await listenOnPipe(pipe, (request) => backEnd.desktopApp.fetch(request))]
  if (pipe !== undefined && host === undefined && port === undefined) return { listeners: piped, url: null, pipe }
  const web =
    port === undefined
      ? await listenOnWebAnywhere(backEnd, host ?? LOOPBACK)
      : await listenOnWeb(backEnd, host ?? LOOPBACK, port)
  return { listeners: [...piped, web.listener], url: web.url, pipe: pipe ?? null }
}

/** Resolves when whoever started this over IPC, such as the window, has ended: nobody is left to serve. */
function untilAbandoned(): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) return
    if (!process.connected) resolve()
    process.once('disconnect', () => resolve())
  })
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function describeForPeople({ url, pipe }: Served): string {
  return url === null ? `Onestroke listens on ${pipe ?? ''}` : `Onestroke is at ${url}`
}

/**
 * `onestroke serve`: the studio for a browser or the desktop's window, until it is stopped.
 * @param surroundings what tests put in the place of the internet and of this computer
 */
export async function runServe(
  application: Application,
  options: ServeOptions,
  surroundings: Pick<BackEndOptions, 'downloads' | 'modelSearch'> = {},
): Promise<void> {
  const { folders, engine, hasher, print, tell, signal } = application
  const reportError = (error: unknown) => tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
  const stopped = Promise.race([untilAbandoned(), untilAborted(signal)])
  const backEnd = await createBackEnd({ folders, engine, hasher, reportError, ...surroundings })
  try {
    if (backEnd.recovery !== null) tell(backEnd.recovery.notice.message)
    const served = await listen(backEnd, options)
    const { url, pipe, listeners } = served
    print(options.json === true ? JSON.stringify({ url, pipe, pid: process.pid }) : describeForPeople(served))
    await stopped
    await Promise.all(listeners.map((listener) => listener.close()))
  } finally {
    await backEnd.close()
  }
}
