// `npm start`: from a fresh checkout to the window; where none can open, to the same studio in the browser. Where nobody
// is there to look at either (no window, no terminal), to one picture, and it ends.
//   --web    the browser at once
//   --demo   no studio: one picture, and where it is
import { spawn } from 'node:child_process'

import { ensureBuilt } from './bundle.mjs'
import { ensureElectronBinary } from './electron-binary.mjs'
import { failPlainly } from './fail-plainly.mjs'
import { ensureInstalled } from './install.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'
import { ONESTROKE, ROOT } from './repository.mjs'
import { runProgram } from './run-program.mjs'
import { browserCommand, findWindowObstacle } from './window-obstacle.mjs'

const PROMPT = 'a red fox, 3d render on a teal background'

/** An Electron that fails sooner has not shown a window. */
const SHOWN_AFTER_MS = 10_000

await failPlainly(async () => {
  const options = process.argv.slice(2)
  await ensureInstalled()
  process.exitCode = await start(options)
})

/**
 * @param {readonly string[]} options
 * @returns {Promise<number>} an exit code.
 */
async function start(options) {
  if (options.includes('--demo')) return makeOnePicture()
  await ensureBuilt(['core', 'page', 'shell'])
  if (options.includes('--web')) return serveBrowser()
  try {
    return await openWindow(options)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (!process.stdin.isTTY && !process.stdout.isTTY) {
      process.stderr.write(`No window: ${reason}. For the same studio in a browser: npm start -- --web\n`)
      return makeOnePicture()
    }
    process.stderr.write(`No window: ${reason}. The same studio opens in a browser instead.\n`)
    return serveBrowser()
  }
}

/**
 * @param {readonly string[]} options files to open.
 * @returns {Promise<number>}
 * @throws {Error} where there can be no window; its message is a clause that says why.
 */
async function openWindow(options) {
  const obstacle = findWindowObstacle({ platform: process.platform, env: process.env, userId: process.getuid?.() })
  if (obstacle !== null) throw new Error(obstacle)
  const electron = ensureElectronBinary()
  const started = performance.now()
  const exitCode = await runProgram(electron, [ROOT, ...options])
  if (exitCode !== 0 && performance.now() - started < SHOWN_AFTER_MS) {
    throw new Error(`Electron ended with exit code ${exitCode}`)
  }
  return exitCode
}

/** @returns {Promise<number>} */
function serveBrowser() {
  return runOnPinnedNode(ONESTROKE, ['serve', '--json'], {
    onLine(line) {
      const { url } = JSON.parse(line)
      process.stdout.write(`Onestroke is at ${url}\n`)
      const command = browserCommand(url, process)
      // A computer without a browser still has the address.
      if (command !== null) spawn(command.program, command.args, { stdio: 'ignore' }).on('error', () => {})
    },
  })
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
