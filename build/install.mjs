import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { exclusively } from './exclusive.mjs'
import { runNpmQuietly } from './npm.mjs'
import { DIST, LOCK_FILE, NODE_MODULES, PINNED_NODE, ROOT } from './repository.mjs'
import { formatStamp, hashFile, readStamp } from './staleness.mjs'

const STAMP = join(NODE_MODULES, '.onestroke-install.json')

/**
 * Installs the packages where they are missing or package-lock.json has changed since. Says so on standard error.
 * @returns {Promise<void>}
 * @throws {Error} where npm fails; its message is for the user.
 */
export async function ensureInstalled() {
  if (isInstalled()) return
  await exclusively(join(DIST, '.install-lock'), () => {
    if (!isInstalled()) install()
  })
}

/** Notes that node_modules now is what package-lock.json says. */
export function recordInstall() {
  writeFileSync(STAMP, formatStamp(hashFile(LOCK_FILE)))
}

function isInstalled() {
  return readStamp(STAMP) === hashFile(LOCK_FILE) && existsSync(PINNED_NODE)
}

function install() {
  process.stderr.write('Installing the packages that Onestroke is made with (once; this takes a minute)\n')
  // onnxruntime-node would otherwise download NVIDIA's libraries, some hundred megabytes, on Linux.
  runNpmQuietly(['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  })
  if (!existsSync(PINNED_NODE)) {
    throw new Error(`npm did not install ${PINNED_NODE}. Is npm's setting "ignore-scripts" on? It must be off.`)
  }
  recordInstall()
}
