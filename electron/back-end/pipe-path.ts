import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Longest path of a socket, in bytes, that every system takes (macOS; Linux allows 107). */
const LONGEST_SOCKET_PATH = 103

/**
 * A new address for the back end to listen on: a socket in a folder of its own that only this user may enter, or, on
 * Windows, a named pipe that nobody can guess.
 */
export function createPipePath(platform: NodeJS.Platform, temporaryFolder: string = tmpdir()): string {
  if (platform === 'win32') return String.raw`\\.\pipe\onestroke-${randomBytes(16).toString('hex')}`
  const prefix = join(temporaryFolder, 'onestroke-')
  const isTooLong = Buffer.byteLength(prefix) + 'xxxxxx/s'.length > LONGEST_SOCKET_PATH
  // mkdtemp makes it with mode 700.
  return join(mkdtempSync(isTooLong ? '/tmp/onestroke-' : prefix), 's')
}

/** Removes the socket that a back end which crashed has left behind: the next one could not listen there. */
export function clearPipePath(pipe: string, platform: NodeJS.Platform): void {
  if (platform !== 'win32') rmSync(pipe, { force: true })
}

/** Removes what `createPipePath` made. */
export function removePipePath(pipe: string, platform: NodeJS.Platform): void {
  if (platform !== 'win32') rmSync(dirname(pipe), { recursive: true, force: true })
}
