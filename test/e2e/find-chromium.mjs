import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/**
 * The Chromium for the tests in a browser: the one that CHROMIUM names, else one on the PATH.
 * @returns {string | null} its program; null: Playwright's own.
 */
export function findChromium() {
  const named = process.env['CHROMIUM']
  if (named !== undefined && named !== '') return named
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path)) ?? null
}

/**
 * Makes sure that there is a Chromium: Playwright's own is fetched where none is installed; where that can't be had, and on
 * a machine that runs tests only (CI), Debian's.
 * @returns {Promise<void>}
 * @throws {Error} where there is none; its message says what to install.
 */
export async function ensureChromium() {
  // Not at the top: this file is read before the packages are installed.
  const { chromium } = await import('@playwright/test')
  const isThere = () => findChromium() !== null || existsSync(chromium.executablePath())
  if (isThere()) return
  process.stderr.write('Fetching a Chromium for the tests in a browser (once, about 150 MB)\n')
  const playwright = join(import.meta.dirname, '..', '..', 'node_modules', '@playwright', 'test', 'cli.js')
  spawnSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: 'ignore', timeout: 300_000 })
  if (!isThere() && process.env['CI'] !== undefined) installDebians()
  if (isThere()) return
  throw new Error('The tests in a browser need Chromium. Install it, or set CHROMIUM to the path of its program.')
}

function installDebians() {
  const run = (/** @type {string[]} */ ...args) =>
    spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  run('update')
  run('install', '-y', '--no-install-recommends', 'chromium')
}
