import { spawn, spawnSync } from 'node:child_process'
import { basename } from 'node:path'

/**
 * How to start npm: the very npm that runs us where one does, else the one on the PATH (a batch file on Windows, which
 * only a shell can start).
 * @returns {{ program: string, firstArguments: string[], shell: boolean }}
 */
function npmCommand() {
  const running = process.env['npm_execpath']
  if (running !== undefined && basename(running).startsWith('npm')) {
    return { program: process.execPath, firstArguments: [running], shell: false }
  }
  return { program: 'npm', firstArguments: [], shell: process.platform === 'win32' }
}

/**
 * Runs npm and shows what it printed only if it fails.
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @throws {Error} where it fails.
 */
export function runNpmQuietly(args, options) {
  const { program, firstArguments, shell } = npmCommand()
  const result = spawnSync(program, [...firstArguments, ...args], { ...options, shell, encoding: 'utf8' })
  if (result.status === 0) return
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  const reason = result.error?.message ?? `exit code ${result.status ?? result.signal}`
  throw new Error(`npm ${args[0]} failed (${reason}).`)
}

/**
 * Runs a script of package.json; its output is ours.
 * @param {string} script
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {Readonly<Record<string, string>>} [env] in addition to ours.
 * @returns {Promise<number>} its exit code.
 */
export function runNpmScript(script, args, cwd, env = {}) {
  const { program, firstArguments, shell } = npmCommand()
  const npmArguments = [...firstArguments, 'run', '--silent', script, '--', ...args]
  return new Promise((resolve, reject) => {
    const child = spawn(program, npmArguments, { cwd, shell, stdio: 'inherit', env: { ...process.env, ...env } })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
