// `npm start`: from a fresh checkout to the window; where none can open, to the same studio in the browser. Where nobody
// is there to look at either (no window, no terminal), to one picture, and it ends.
//   FILE     a picture whose settings are offered, or a model to add
//   --web    the browser at once
//   --demo   no studio: one picture, and where it is
// Other switches are Electron's.
import { spawn } from 'node:child_process'

import { ensureBuilt } from './bundle.mjs'
import { ensureElectronBinary } from './electron-binary.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { ensureInstalled } from './install.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'
import { ONESTROKE, ROOT } from './repository.mjs'
import { runProgram } from './run-program.mjs'
import { parseStartOptions } from './start-options.mjs'
import { browserCommand, findWindowObstacle } from './window-obstacle.mjs'

const PROMPT = 'a red apple, 3d render on a white background'

/** An Electron that fails sooner has not shown a window. */
const SHOWN_AFTER_MS = 10_000

/** @typedef {import('./start-options.mjs').StartOptions} StartOptions */

await failPlainly(async () => {
  const options = parseStartOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd())
  await ensureInstalled()
  process.exitCode = await start(options)
})

/**
 * @param {StartOptions} options
 * @returns {Promise<number>} an exit code.
 */
async function start(options) {
  if (options.demo) return makeOnePicture()
  await ensureBuilt(['core', 'page', 'shell'])
  if (options.web) return serveBrowser(options)
  try {
    return await openWindow(options)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (!process.stdin.isTTY && !process.stdout.isTTY) {
      process.stderr.write(`No window: ${reason}. For the same studio in a browser: npm start -- --web\n`)
      return makeOnePicture()
    }
    process.stderr.write(`No window: ${reason}. The same studio opens in a browser instead.\n`)
    return serveBrowser(options)
  }
}

/**
 * @param {StartOptions} options
 * @returns {Promise<number>}
 * @throws {Error} where there can be no window; its message is a clause that says why.
 */
async function openWindow({ files, switches }) {
  const computer = { platform: process.platform, env: process.env, userId: process.getuid?.() }
  const obstacle = findWindowObstacle(computer, switches)
  if (obstacle !== null) throw new Error(obstacle)
  const electron = ensureElectronBinary()
  const started = performance.now()
  const exitCode = await runProgram(electron, [...switches, ROOT, ...files])
  if (exitCode !== 0 && performance.now() - started < SHOWN_AFTER_MS) {
    throw new Error(`Electron ended with exit code ${exitCode}`)
  }
  return exitCode
}

/**
 * @param {StartOptions} options
 * @returns {Promise<number>}
 */
function serveBrowser({ files }) {
  return runOnPinnedNode(ONESTROKE, ['serve', '--json'], {
    onLine(line) {
      const { url } = JSON.parse(line)
      process.stdout.write(`Onestroke is at ${url}\n`)
      for (const file of files) process.stdout.write(`${howToOpenInBrowser(file)}\n`)
      const command = browserCommand(url, process)
      // A computer without a browser still has the address.
      if (command !== null) spawn(command.program, command.args, { stdio: 'ignore' }).on('error', () => {})
    },
  })
}

/** @param {string} file */
function howToOpenInBrowser(file) {
  const isPicture = /\.(png|jpe?g|webp)$/i.test(file)
  return isPicture
    ? `Drop ${file} on the page to read its settings.`
    : `Add ${file} as a model in the page, by its path.`
}

/** @returns {Promise<number>} */
async function makeOnePicture() {
  await ensureBuilt()
  return runOnPinnedNode(ONESTROKE, ['generate', PROMPT, '--json'], {
    onLine(line) {
      const { path } = JSON.parse(line)
      process.stdout.write(`Generated "${PROMPT}" with the built-in model: ${path}\n`)
    },
  })
}
