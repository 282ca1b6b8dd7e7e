import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { answerWell, type Asked, type Behaviour } from '../fixtures/published-server.ts'
import { createRandom } from '../fixtures/seeded-bytes.ts'
import { CONTENT, folderOf, LORA, openScene, order, placed, settled } from './download-scene.ts'

const SEEDS = 25
const OTHER = Buffer.from(CONTENT).fill(7)

type Random = ReturnType<typeof createRandom>

/** Says that it sends a range and sends as much of it as it likes, of whichever file. */
function sendPart({ response, content, range }: Asked, bytes: number, shift: number, etag: string): void {
  const { start, end } = range ?? { start: 0, end: content.length }
  const from = Math.max(0, Math.min(start + shift, content.length - 1))
  const last = Math.min(end, content.length) - 1
  response.writeHead(206, { 'content-range': `bytes ${from}-${last}/${content.length}`, etag })
  response.write(content.subarray(from, from + bytes), () => response.destroy())
}

const TRICKS: readonly ((asked: Asked, random: Random) => void)[] = [
  (asked) => answerWell(asked),
  (asked, random) => answerWell(asked, `"${random.below(3)}"`),
  (asked) => answerWell({ ...asked, content: OTHER }),
  (asked) => answerWell({ ...asked, range: null }),
  (asked, random) => sendPart(asked, random.below(900_000), 0, '"first"'),
  (asked, random) => sendPart(asked, random.below(900_000), random.below(3) - 1, '"first"'),
  (asked, random) => sendPart({ ...asked, content: OTHER }, random.below(900_000), 0, `"${random.below(3)}"`),
  ({ response }) => void response.writeHead(503).end('busy'),
  ({ response }) => void response.writeHead(416).end(),
  ({ request }) => void request.socket.destroy(),
]

/** A good server for most of the time, and one that lies in every way now and then. */
function mixed(random: Random): Behaviour {
  return (asked) => {
    const trick = random.below(3) === 0 ? TRICKS[random.below(TRICKS.length)] : TRICKS[0]
    trick?.(asked, random)
  }
}

/** How a download ends that goes on until nothing moves any more. */
async function endWith(seed: number): Promise<'right' | 'told' | 'wrong'> {
  const { server, studio, home } = await openScene()
  server.behave(mixed(createRandom(seed)))
  await order(studio)
  const [failed] = await settled(studio)
  await studio.backEnd.close()
  if (studio.errors.length > 0) return 'wrong'
  if (failed !== undefined) {
    const isThere = existsSync(join(folderOf(home), LORA.fileName))
    return failed.problem?.key?.startsWith('download.') === true && !isThere ? 'told' : 'wrong'
  }
  const isAlone = readdirSync(folderOf(home)).join() === LORA.fileName
  return placed(home).equals(CONTENT) && isAlone ? 'right' : 'wrong'
}

it('whatever a server does: the file is right, or the user is told why it is not there', async () => {
  const ends: string[] = []
  for (let seed = 0; seed < SEEDS; seed++) ends.push(await endWith(seed))
  expect(ends).not.toContain('wrong')
  expect(ends.filter((end) => end === 'right').length).toBeGreaterThan(SEEDS / 4)
})
