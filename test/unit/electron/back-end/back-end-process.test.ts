import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { spawnBackEnd } from '../../../../electron/back-end/back-end-process.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()

function spawnScript(name: string, lines: readonly string[]) {
  const script = join(folder, name)
  writeFileSync(script, lines.join('\n'))
  return spawnBackEnd({ node: process.execPath, script }, '/the/pipe')
}

it('is told where to listen, says when it does, and ends when told', async () => {
  const child = spawnScript('good.mjs', [
    "process.on('disconnect', () => process.exit(0))",
    "console.log('a line of another kind')",
    'console.log(JSON.stringify({ pipe: process.argv[4], pid: process.pid, arguments: process.argv.slice(2) }))',
  ])
  await child.ready
  child.stop()
  expect(await child.ended).toBe('exit code 0')
})

it('that ends before it listens leaves its last words', async () => {
  const child = spawnScript('bad.mjs', ["process.stderr.write('The library is locked.\\n')", 'process.exit(7)'])
  expect(await Promise.race([child.ready, child.ended])).toBe('exit code 7')
  expect(await child.lastOutput()).toBe('The library is locked.')
})

it('can be killed', async () => {
  const child = spawnScript('stuck.mjs', [
    "process.on('disconnect', () => undefined)",
    'setInterval(() => undefined, 1000)',
  ])
  child.kill()
  expect(await child.ended).toBe('signal SIGKILL')
})

it('that cannot be started has ended, with the reason', async () => {
  const child = spawnBackEnd({ node: join(folder, 'no-node'), script: 'x' }, '/the/pipe')
  expect(await child.ended).toContain('ENOENT')
})
