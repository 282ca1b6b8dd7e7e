import { spawn } from 'node:child_process'
import { once } from 'node:events'

const SCREEN = '1600x1000x24'

/** Starts a display in memory where there is none, and makes it ours. Returns what ends it. */
export async function startDisplay(): Promise<() => void> {
  if (process.platform !== 'linux' || process.env['DISPLAY'] !== undefined) return () => undefined
  // Xvfb picks a free number and writes it to the descriptor given.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const failed = once(server, 'error').then((values) => Promise.reject(values[0] as Error))
  const [number] = (await Promise.race([once(server.stdio[3] as NodeJS.ReadableStream, 'data'), failed])) as [Buffer]
  process.env['DISPLAY'] = `:${number.toString().trim()}`
  return () => void server.kill()
}
