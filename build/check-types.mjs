// Checks the types of each folder by its own tsconfig.json, so that a wrong global does not compile.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { NODE_MODULES, ROOT } from './repository.mjs'

const FOLDERS = [
  'models',
  'main',
  'electron',
  'build',
  'test',
  'test/bench',
  'test/electron',
  'test/e2e',
  'test/unit/renderer',
]

const tsc = join(NODE_MODULES, '@typescript', 'native', 'bin', 'tsc')
const failed = FOLDERS.filter((folder) => {
  const { status } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  return status !== 0
})
const svelteCheck = join(NODE_MODULES, 'svelte-check', 'bin', 'svelte-check')
const options = ['--tsconfig', 'renderer/tsconfig.json', '--output', 'human', '--fail-on-warnings']
if (spawnSync(process.execPath, [svelteCheck, ...options], { cwd: ROOT, stdio: 'inherit' }).status !== 0) {
  failed.push('renderer')
}
if (failed.length > 0) {
  process.stderr.write(`Type errors in: ${failed.join(', ')}\n`)
  process.exitCode = 1
}
