import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { exclusively } from './exclusive.mjs'
import { DIST, NODE_MODULES, ONESTROKE, PINNED_NODE, ROOT } from './repository.mjs'
import { fingerprintFiles, formatStamp, readStamp } from './staleness.mjs'

const STAMP = join(DIST, '.build.json')
const SOURCES = ['main', 'models', 'build/vite.main.config.ts', 'package.json', 'package-lock.json']

/**
 * Builds dist/ where a source has changed since. Says so on standard error.
 * @returns {Promise<void>}
 * @throws {Error} where the build fails; its message is for the user.
 */
export async function ensureBuilt() {
  if (isBuilt(sourceState())) return
  await exclusively(join(DIST, '.build-lock'), () => {
    // Taken before the build, so that an edit during it leads to another one.
    const state = sourceState()
    if (isBuilt(state)) return
    build()
    writeFileSync(STAMP, formatStamp(state))
  })
}

function sourceState() {
  return fingerprintFiles(ROOT, SOURCES, (path) => /\.(ts|json)$/.test(path) && !path.startsWith('models/embedded/'))
}

/** @param {string} state */
function isBuilt(state) {
  return readStamp(STAMP) === state && existsSync(ONESTROKE)
}

function build() {
  process.stderr.write('Building Onestroke\n')
  const vite = join(NODE_MODULES, 'vite', 'bin', 'vite.js')
  const options = ['build', '--config', 'build/vite.main.config.ts', '--configLoader', 'native', '--logLevel', 'warn']
  const result = spawnSync(PINNED_NODE, [vite, ...options], { cwd: ROOT, encoding: 'utf8' })
  if (result.status === 0) return
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  throw new Error('The build failed.')
}
