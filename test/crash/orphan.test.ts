import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { isRunning, until } from './processes.ts'

const started: number[] = []
afterEach(() => {
  for (const pid of started.splice(0)) {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL')
  }
})

const PARENT = new URL('./fixtures/parent.ts', import.meta.url)
const BUSY_ENGINE = new URL('./fixtures/busy-engine.ts', import.meta.url)

/** Starts a parent of this kind, and waits until it has told its engine's process id and said `word`. */
async function startParent(script: URL, arg: string, word: string) {
  const parent = spawn(process.execPath, [fileURLToPath(script), arg], { stdio: ['ignore', 'pipe', 'inherit'] })
  started.push(parent.pid!)
  let engine = 0
  for await (const line of createInterface({ input: parent.stdout })) {
    const [said, value] = line.split(' ')
    if (said === 'engine') started.push((engine = Number(value)))
    if (said === word) return { parent, engine }
  }
  throw new Error(`the parent ended without a word of "${word}"`)
}

describe('an engine whose parent is killed', () => {
  it.each([
    ['between short steps', '256'],
    ['in the middle of a long step', '1024'],
  ])('is gone within two seconds, %s', async (_, size) => {
    const { parent, engine } = await startParent(PARENT, size, 'step')
    expect(isRunning(engine)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isRunning(engine), 2_000)
  })

  it('is gone within two seconds, even where its main thread never notices', async () => {
    const { parent, engine } = await startParent(BUSY_ENGINE, 'parent', 'engine')
    expect(isRunning(engine)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isRunning(engine), 2_000)
  })
})
