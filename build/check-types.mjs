// Checks the types of each folder by its own tsconfig.json, so that a wrong global does not compile.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { NODE_MODULES, ROOT } from './repository.mjs'

const FOLDERS = ['models', 'main', 'build', 'test']

const tsc = join(NODE_MODULES, '@typescript', 'native', 'bin', 'tsc')
const failed = FOLDERS.filter((folder) => {
  const { status } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  return status !== 0
})
if (failed.length > 0) {
  process.stderr.write(`Type errors in: ${failed.join(', ')}\n`)
  process.exitCode = 1
}
