import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const PARENT_POLL_MS = 200

/**
 * @typedef {object} RunOptions
 * @property {(line: string) => void} [onLine] gets each line of its standard output, which is then not shown.
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Runs a program and waits for its end. Signals to us reach it; where one ends it, it ends us too.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code.
 */
export async function runProgram(program, args, { onLine, env = process.env } = {}) {
  const child = spawn(program, args, { stdio: ['inherit', onLine === undefined ? 'inherit' : 'pipe', 'inherit'], env })
  if (onLine !== undefined && child.stdout !== null) createInterface({ input: child.stdout }).on('line', onLine)
  const stopForwarding = forwardSignals(child)
  const { code, signal } = await ended(child)
  stopForwarding()
  if (signal !== null) process.kill(process.pid, signal)
  return code ?? 1
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function ended(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends it.
 */
function forwardSignals(child) {
  // A terminal sends its Ctrl+C to both processes; a second one would mean "at once" to the program.
  const onInterrupt = () => process.stdin.isTTY || child.kill('SIGINT')
  const onTerminate = () => child.kill('SIGTERM')
  const onHangUp = () => child.kill('SIGHUP')
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate).on('SIGHUP', onHangUp)
  const stopWatching = onNpmsEnd(onTerminate)
  return () => {
    stopWatching()
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate).off('SIGHUP', onHangUp)
  }
}

/**
 * npm sends its signals to the shell between it and us, which dies of them without a word to us.
 * @param {() => void} callback
 * @returns {() => void} ends it.
 */
function onNpmsEnd(callback) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => {}
  const shell = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== shell) callback()
  }, PARENT_POLL_MS)
  return () => clearInterval(timer)
}
