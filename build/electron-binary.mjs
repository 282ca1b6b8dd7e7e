import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { NODE_MODULES, PINNED_NODE } from './repository.mjs'

/** For some 120 MB over a slow line. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000

const PACKAGE = join(NODE_MODULES, 'electron')

/**
 * Electron's program, where it has been downloaded (or ELECTRON_OVERRIDE_DIST_PATH names its folder).
 * @returns {string | null}
 */
export function findElectronBinary() {
  const pathFile = join(PACKAGE, 'path.txt')
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override === undefined && !existsSync(pathFile)) return null
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const program = join(override ?? join(PACKAGE, 'dist'), name)
  return existsSync(program) ? program : null
}

/**
 * Electron's program, downloaded first where it is missing: the package does that only when it is first used.
 * @returns {string}
 * @throws {Error} where the download fails; its message says why.
 */
export function ensureElectronBinary() {
  const found = findElectronBinary()
  if (found !== null) return found
  process.stderr.write('Downloading Electron, which draws the window (once, about 120 MB)\n')
  const options = { encoding: /** @type {const} */ ('utf8'), timeout: DOWNLOAD_LIMIT_MS }
  const { status, stderr, error } = spawnSync(PINNED_NODE, [join(PACKAGE, 'install.js')], options)
  const downloaded = status === 0 ? findElectronBinary() : null
  const reason = (error?.message ?? firstLine(stderr)).replace(/^\w*Error: /, '')
  if (downloaded === null) throw new Error(`Electron, which draws it, could not be downloaded (${reason})`)
  return downloaded
}

/** @param {string} text */
function firstLine(text) {
  return text.trim().split('\n')[0] ?? ''
}
