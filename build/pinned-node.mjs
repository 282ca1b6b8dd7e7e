import { PINNED_NODE } from './repository.mjs'
import { runProgram } from './run-program.mjs'

/**
 * Runs a script on the pinned Node and waits for its end, as `runProgram` does.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {import('./run-program.mjs').RunOptions} [options]
 * @returns {Promise<number>} its exit code.
 */
export function runOnPinnedNode(script, args, options) {
  return runProgram(PINNED_NODE, [script, ...args], options)
}
