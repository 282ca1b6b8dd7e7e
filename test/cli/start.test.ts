import { spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { ROOT } from '../../build/repository.mjs'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()

/** Runs `npm start -- …` where there is neither a display nor a terminal. */
function start(...args: string[]) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, INIT_CWD: _cwd, ...env } = process.env
  const child = spawn(process.execPath, [join(ROOT, 'build', 'start.mjs'), ...args], {
    cwd: folder,
    env: { ...env, ONESTROKE_HOME: join(folder, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => void child.on('close', resolve))
  return { child, ended, errors: text(child.stderr) }
}

// Elsewhere there is always a display to be had.
it.runIf(process.platform === 'linux')(
  'without a window says why and how to come to the studio, and makes one picture',
  async () => {
    const { child, ended, errors } = start()
    const output = await text(child.stdout)
    expect(await errors).toContain(
      'No window: there is no display. For the same studio in a browser: npm start -- --web\n',
    )
    const path = /^Generated "a red apple, .*" with the built-in model: (.*\.png)\n$/.exec(output)?.[1] ?? ''
    expect(existsSync(path)).toBe(true)
    expect(await ended).toBe(0)
  },
)

it('in the browser prints the address, and how to open a file there', async () => {
  writeFileSync(join(folder, 'a fox.png'), '')
  const { child, ended } = start('--web', 'a fox.png')
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const address = ((await lines.next()).value as string).replace('Onestroke is at ', '')
    expect((await lines.next()).value).toBe(`Drop ${join(folder, 'a fox.png')} on the page to read its settings.`)
    // The token in the address is exchanged for a cookie, as in any browser.
    const { headers } = await fetch(address, { redirect: 'manual' })
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await fetch(new URL('/', address), { headers: { cookie } })
    expect(await page.text()).toContain('<title>Onestroke</title>')
  } finally {
    child.kill('SIGTERM')
  }
  expect(await ended).toBe(0)
})

it('says which file is not there, before anything else', async () => {
  const { ended, errors } = start('none.png')
  expect(await errors).toBe(`There is no file ${join(folder, 'none.png')}.\n`)
  expect(await ended).toBe(1)
})
