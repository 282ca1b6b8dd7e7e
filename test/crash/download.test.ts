import { fork, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import {
  answerWell,
  CERTIFICATE,
  loraOf,
  manifestOf,
  pathOf,
  publishedLora,
  startPublishedServer,
} from '../fixtures/published-server.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import type { DownloadStart } from './fixtures/download-messages.ts'

const MEGABYTE = 1024 * 1024
const ROUNDS = 12
const LONGEST_MOMENT_MS = 250
/** Each answer brings less than this, so that no round can bring all. */
const MOST_PER_ANSWER = 700_000

async function startChild(start: DownloadStart): Promise<{ child: ChildProcess; told: string[]; printed: string[] }> {
  const child = fork(join(import.meta.dirname, 'fixtures', 'downloading-back-end.ts'), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const told: string[] = []
  const printed: string[] = []
  child.on('message', (message: string) => told.push(message))
  child.stderr?.on('data', (text: Buffer) => printed.push(text.toString()))
  while (!told.includes('here')) await Promise.race([once(child, 'message'), once(child, 'close')])
  child.send(start)
  while (!told.includes('downloading') && child.connected)
    await Promise.race([once(child, 'message'), once(child, 'close')])
  return { child, told, printed }
}

it('a back end that is killed while it downloads goes on, and the file is right', { timeout: 240_000 }, async () => {
  const content = loraOf(20 * MEGABYTE, 3)
  const lora = publishedLora('crash-lora', content)
  const server = await startPublishedServer(new Map([[pathOf(lora), content]]))
  onTestFinished(() => server.close())
  let sent = 0
  server.behave(async (asked) => {
    await wait(20)
    const { range, response } = asked
    response.on('finish', () => (sent += Math.min(MOST_PER_ANSWER, content.length)))
    answerWell(
      range === null
        ? asked
        : { ...asked, range: { ...range, end: Math.min(range.end, range.start + MOST_PER_ANSWER) } },
    )
  })
  const home = temporaryFolder()
  const folder = join(home, 'models')
  const start = { home, manifest: manifestOf(server.base, [lora]), ca: CERTIFICATE }
  let cutOff = 0
  for (let round = 0; round < ROUNDS; round++) {
    const { child, told, printed } = await startChild(start)
    const closed = once(child, 'close')
    await wait(randomInt(LONGEST_MOMENT_MS))
    child.kill('SIGKILL')
    await closed
    expect(printed.join('')).toBe('')
    if (!told.includes('done')) cutOff++
    // It may have ended before it had made its folder.
    if (existsSync(join(folder, lora.fileName))) break
  }
  expect(cutOff).toBeGreaterThan(2)

  const { child, told, printed } = await startChild(start)
  while (!told.includes('done') && child.connected) await Promise.race([once(child, 'message'), once(child, 'close')])
  child.kill('SIGKILL')
  expect(printed.join('')).toBe('')
  expect(readFileSync(join(folder, lora.fileName)).equals(content)).toBe(true)
  expect(readdirSync(folder)).toEqual([lora.fileName])
  // Each kill costs what was on its way, and never the whole.
  expect(sent).toBeLessThan(2.5 * content.length)
})
