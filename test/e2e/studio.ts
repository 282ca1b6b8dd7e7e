import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureBuilt } from '../../build/bundle.mjs'
import { ONESTROKE, PINNED_NODE } from '../../build/repository.mjs'

/** The studio as it is shipped, in a home and with a trash of its own. */
export interface Studio {
  readonly home: string
  /** The page's address with its token. */
  readonly url: string
  /** Ends the back end as Ctrl+C does. */
  stop(): Promise<void>
  /** Kills it at once. */
  kill(): Promise<void>
  /** Starts it again on the same home and port; the address has another token. */
  start(): Promise<void>
  /** Kills the engine's process, which computes pictures. */
  killEngine(): void
  /** Sends a request to the back end as a program would. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>
  /** Names of all files in the system's trash. */
  trashed(): string[]
  /** Stops it and removes the home. */
  end(): Promise<void>
}

interface Running {
  readonly child: ChildProcess
  readonly url: URL
}

/** What serves it, and in which surroundings. */
export interface StudioProgram {
  readonly script: string
  readonly environment: Readonly<Record<string, string>>
}

const SHIPPED: StudioProgram = { script: ONESTROKE, environment: {} }

async function serve({ script, environment }: StudioProgram, home: string, port: number): Promise<Running> {
  const child = spawn(PINNED_NODE, [script, 'serve', '--json', '--port', String(port)], {
    env: { ...process.env, ...environment, ONESTROKE_HOME: home, XDG_DATA_HOME: join(home, 'xdg') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'close')])) as [unknown]
  if (typeof line !== 'string') throw new Error(`serve ended: ${printed.join('')}`)
  return { child, url: new URL((JSON.parse(line) as { url: string }).url) }
}

async function endWith({ child }: Running, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill(signal)
  await closed
}

/** Ids of the processes that a process has started (Linux). */
function childrenOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`
  return readdirSync(tasks)
    .flatMap((task) => readFileSync(join(tasks, task, 'children'), 'utf8').split(' '))
    .filter((text) => text !== '')
    .map(Number)
}

/** Starts a studio in a new, empty home. */
export async function startStudio(program: StudioProgram = SHIPPED): Promise<Studio> {
  await ensureBuilt(['core', 'page'])
  const home = mkdtempSync(join(tmpdir(), 'onestroke-e2e-'))
  let running = await serve(program, home, 0)
  const port = () => Number(running.url.port)
  return {
    home,
    get url() {
      return running.url.href
    },
    stop: () => endWith(running, 'SIGTERM'),
    kill: () => endWith(running, 'SIGKILL'),
    async start() {
      running = await serve(program, home, port())
    },
    killEngine() {
      const engines = childrenOf(running.child.pid ?? 0)
      if (engines.length === 0) throw new Error('There is no engine to kill.')
      for (const pid of engines) process.kill(pid, 'SIGKILL')
    },
    async ask(method, path, body) {
      const headers = {
        authorization: `Bearer ${running.url.searchParams.get('token')}`,
        'content-type': 'application/json',
      }
      const init = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await fetch(`${running.url.origin}${path}`, { method, headers, ...init })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.json() as Promise<unknown>
    },
    trashed() {
      const files = join(home, 'xdg', 'Trash', 'files')
      return existsSync(files) ? readdirSync(files) : []
    },
    async end() {
      await endWith(running, 'SIGTERM')
      rmSync(home, { recursive: true, force: true })
    },
  }
}
