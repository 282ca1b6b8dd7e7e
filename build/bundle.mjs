import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { exclusively } from './exclusive.mjs'
import { DIST, NODE_MODULES, ONESTROKE, PINNED_NODE, ROOT } from './repository.mjs'
import { fingerprintFiles, formatStamp, readStamp } from './staleness.mjs'

/**
 * Something that Vite builds: by one configuration, in one or more runs that differ by their settings.
 * @typedef {{ config: string, runs: Record<string, string>[], outDir?: string, sources: string[], product: string }} Part
 */

const SHELL_RUNS = [{ ONESTROKE_SHELL_PART: 'main' }, { ONESTROKE_SHELL_PART: 'preload' }]
const SHELL = { config: 'vite.electron.config.ts', sources: ['electron', 'main/server/contract', 'build/icons'] }
const PAGE = { config: 'vite.renderer.config.ts', sources: ['renderer', 'main/server/contract', 'models'] }

/** @satisfies {Record<string, Part>} */
const PARTS = {
  /** The programs that run on plain Node. */
  core: { config: 'vite.main.config.ts', runs: [{}], sources: ['main', 'models'], product: ONESTROKE },
  page: { ...PAGE, runs: [{}], product: join(DIST, 'renderer', 'index.html') },
  /** The desktop window. */
  shell: { ...SHELL, runs: SHELL_RUNS, product: join(DIST, 'electron', 'preload.cjs') },
  /** Both of these for the older Electron of the window's tests. */
  olderPage: {
    ...PAGE,
    runs: [{ ONESTROKE_PAGE_TARGET: 'chrome108' }],
    outDir: 'dist/renderer-chrome108',
    product: join(DIST, 'renderer-chrome108', 'index.html'),
  },
  olderShell: {
    ...SHELL,
    runs: SHELL_RUNS.map((run) => ({ ...run, ONESTROKE_SHELL_TARGET: 'node16' })),
    product: join(DIST, 'electron-node16', 'preload.cjs'),
  },
}

/** @typedef {keyof typeof PARTS} PartName */

/**
 * Builds parts of dist/ where a source has changed since. Says so on standard error.
 * @param {readonly PartName[]} [names]
 * @returns {Promise<void>}
 * @throws {Error} where the build fails; its message is for the user.
 */
export async function ensureBuilt(names = ['core']) {
  if (names.every((name) => isBuilt(name, sourceState(PARTS[name])))) return
  await exclusively(join(DIST, '.build-lock'), () => {
    for (const name of names) {
      // Taken before the build, so that an edit during it leads to another one.
      const state = sourceState(PARTS[name])
      if (isBuilt(name, state)) continue
      build(name)
      writeFileSync(stampOf(name), formatStamp(state))
    }
  })
}

/** @param {PartName} name */
function stampOf(name) {
  return join(DIST, `.build-${name}.json`)
}

/** @param {Part} part */
function sourceState({ config, sources }) {
  const paths = [...sources, `build/${config}`, 'build/bundled-packages.ts', 'package.json', 'package-lock.json']
  return fingerprintFiles(ROOT, paths, (path) => !path.startsWith('models/embedded/'))
}

/**
 * @param {PartName} name
 * @param {string} state
 */
function isBuilt(name, state) {
  return readStamp(stampOf(name)) === state && existsSync(PARTS[name].product)
}

/** @param {PartName} name */
function build(name) {
  process.stderr.write(`Building Onestroke (${name})\n`)
  /** @type {Part} */
  const { config, runs, outDir } = PARTS[name]
  const vite = join(NODE_MODULES, 'vite', 'bin', 'vite.js')
  const options = ['build', '--config', `build/${config}`, '--configLoader', 'native', '--logLevel', 'warn']
  const output = outDir === undefined ? [] : ['--outDir', join(ROOT, outDir)]
  for (const run of runs) {
    const env = { ...process.env, ...run }
    const result = spawnSync(PINNED_NODE, [vite, ...options, ...output], { cwd: ROOT, encoding: 'utf8', env })
    if (result.status === 0) continue
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
    throw new Error('The build failed.')
  }
}
