import { createHash } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { createRequests } from '../../main/downloads/open-request.ts'
import { createDownloadRunner } from '../../main/downloads/run-download.ts'
import { CERTIFICATE, publishedLora, startPublishedServer } from '../fixtures/published-server.ts'
import { createRandom } from '../fixtures/seeded-bytes.ts'
import { newHome } from './studio.ts'

const MEGABYTE = 1024 * 1024
const MEGABYTES = 300

it('a file of 300 MB comes without being held in memory', async () => {
  const block = createRandom(5).bytes(MEGABYTE)
  const size = MEGABYTES * MEGABYTE
  const hash = createHash('sha256')
  for (let index = 0; index < MEGABYTES; index++) hash.update(block)
  const file = { ...publishedLora('large', Buffer.alloc(1)), bytes: size, sha256: hash.digest('hex') }

  const server = await startPublishedServer(new Map())
  onTestFinished(() => server.close())
  server.behave(async ({ request, response }) => {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const [start, end] = [Number(first), Math.min(size, Number(last) + 1)]
    response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${size}`, etag: '"large"' })
    for (let position = start; position < end;) {
      const inBlock = position % MEGABYTE
      const part = block.subarray(inBlock, Math.min(MEGABYTE, inBlock + end - position))
      if (!response.write(part)) await once(response, 'drain')
      position += part.length
    }
    response.end()
  })

  const policy = { allowsHost: () => true, allowsAddress: () => true }
  const requests = createRequests({ policy: () => policy, ca: CERTIFICATE })
  onTestFinished(() => requests.close())
  const folder = newHome()
  const runner = createDownloadRunner({
    urlsOf: () => [new URL(`${server.base}/large`)],
    open: requests.open,
    pace: { stallMs: 10_000, checkpointMs: 200, mostStreams: 4, mostFailures: 3, delayMs: () => 10 },
    wait: (ms, signal) => wait(ms, undefined, { signal }),
    measureFreeSpace: () => Promise.resolve(null),
  })
  const before = process.memoryUsage().rss
  let most = before
  const path = await runner.run({ file, from: null, folder }, new AbortController().signal, () => {
    most = Math.max(most, process.memoryUsage.rss())
  })
  expect(statSync(path).size).toBe(size)
  expect(server.requests.length).toBeGreaterThan(3)
  expect((most - before) / MEGABYTE).toBeLessThan(200)
  rmSync(path)
})
