import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { scrubbedEnvironment } from './environment.ts'
import type { ProgramFiles } from './program-files.ts'
import { isReadyLine } from './ready-line.ts'
import type { BackEndChild } from './supervisor.ts'

const KEPT_OUTPUT_CHARACTERS = 4096
/** For the rest of its output after its end. Longer only where a process of its own still holds the streams. */
const OUTPUT_LIMIT_MS = 500

/**
 * Starts the back end, listening on `pipe`. The channel between us is there to end: that tells the back end that nobody is
 * left to work for, even where we were killed.
 * @param variables for its environment, besides ours
 */
export function spawnBackEnd(
  { node, script }: ProgramFiles,
  pipe: string,
  variables: Readonly<Record<string, string>> = {},
): BackEndChild {
  const child = spawn(node, [script, 'serve', '--pipe', pipe, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...scrubbedEnvironment(process.env), ...variables },
    windowsHide: true,
  })
  let output = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text)
    output = (output + text).slice(-KEPT_OUTPUT_CHARACTERS)
  })
  const closed = new Promise((resolve) => void child.on('close', resolve))
  return {
    ready: new Promise((resolve) => {
      if (child.stdout === null) return
      createInterface({ input: child.stdout }).on('line', (line) => isReadyLine(line, pipe) && resolve(undefined))
    }),
    ended: new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message))
      child.on('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
    }),
    // Unlike a signal, this lets it end in order on Windows too.
    stop: () => void (child.connected && child.disconnect()),
    kill: () => void child.kill('SIGKILL'),
    async lastOutput() {
      await Promise.race([closed, wait(OUTPUT_LIMIT_MS)])
      return output.trim()
    },
  }
}
