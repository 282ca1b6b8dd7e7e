import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseWindowState, type WindowState } from './window-state.ts'

/** Null where there is none that can be used. */
export function readWindowState(path: string): WindowState | null {
  try {
    return parseWindowState(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** Replaces the file as a whole. A state that cannot be kept (disk full, read-only profile) is not worth an error. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.new`, `${JSON.stringify(state)}\n`)
    renameSync(`${path}.new`, path)
  } catch {
    // The window opens in its first place next time.
  }
}
