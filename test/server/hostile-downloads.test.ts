import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answerWell, publishedLora, type Asked } from '../fixtures/published-server.ts'
import { createRandom } from '../fixtures/seeded-bytes.ts'
import {
  CONTENT,
  expectArrived,
  expectFailed,
  folderOf,
  LORA,
  MEGABYTE,
  openScene,
  order,
  PACE,
  placed,
  settled,
} from './download-scene.ts'

/** Sends only so much of what it says it sends, then cuts the line. */
function cutOff({ request, response, content, range }: Asked, bytes: number, etag: string | null = '"first"'): void {
  const condition = request.headers['if-range']
  const isRange = range !== null && (condition === undefined || condition === etag)
  const { start, end } = isRange ? range : { start: 0, end: content.length }
  const last = Math.min(end, content.length)
  const headers = { 'content-length': last - start, ...(etag === null ? {} : { etag }) }
  const contentRange = { 'content-range': `bytes ${start}-${last - 1}/${content.length}` }
  response.writeHead(isRange ? 206 : 200, isRange ? { ...headers, ...contentRange } : headers)
  response.write(content.subarray(start, Math.min(last, start + bytes)), () => response.destroy())
}

/** Of a path that the server does not know the size of. */
function rangeIn({ request }: Asked) {
  const [, start, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  return start === undefined ? null : { start: Number(start), end: last === '' ? CONTENT.length : Number(last) + 1 }
}

describe('a hostile server', () => {
  it('that cuts the line 100 times at random places costs time only', async () => {
    const scene = await openScene()
    const random = createRandom(7)
    scene.server.behave((asked) => {
      if (asked.turn < 100) cutOff(asked, random.below(60_000))
      else answerWell(asked)
    })
    await order(scene.studio)
    await expectArrived(scene)
    expect(scene.server.requests.length).toBeGreaterThan(100)
  })

  it('that sends another range is not believed', async () => {
    const scene = await openScene()
    scene.server.behave(({ response, content }) => {
      const part = content.subarray(7, 1007)
      response.writeHead(206, { 'content-range': `bytes 7-1006/${content.length}`, etag: '"first"' }).end(part)
    })
    await order(scene.studio)
    expect(await expectFailed(scene)).toBe('localhost sent another part of the file than was asked for.')
  })

  it('that claims another size is not believed', async () => {
    const scene = await openScene()
    scene.server.behave(({ response }) => void response.writeHead(200, { 'content-length': 10 }).end('0123456789'))
    await order(scene.studio)
    expect(await expectFailed(scene)).toBe(
      `localhost has another file there: 10 bytes long where ${CONTENT.length} are published.`,
    )
  })

  it('that answers ranges with the whole file is read from the start', async () => {
    const scene = await openScene()
    scene.server.behave((asked) => {
      if (asked.turn < 3) cutOff({ ...asked, range: null }, 300_000)
      else answerWell({ ...asked, range: null })
    })
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('that answers the second range with the whole file is asked for one at a time', async () => {
    const scene = await openScene()
    scene.server.behave((asked) => answerWell(asked.turn === 1 ? { ...asked, range: null } : asked))
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('whose file changes in between is asked for it anew', async () => {
    const scene = await openScene()
    const other = Buffer.from(CONTENT).fill(1)
    scene.server.behave((asked) => {
      if (asked.turn === 0) cutOff({ ...asked, content: other }, 400_000, '"old"')
      else answerWell(asked, '"new"')
    })
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('that ignores If-Range and sends a range of a changed file is found out', async () => {
    const scene = await openScene()
    const other = Buffer.from(CONTENT).fill(1)
    scene.server.behave((asked) => {
      delete asked.request.headers['if-range']
      if (asked.turn === 0) cutOff({ ...asked, content: other }, 400_000, '"old"')
      else answerWell(asked, '"new"')
    })
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('whose file changes with every request is given up', async () => {
    const scene = await openScene()
    scene.server.behave((asked) => {
      delete asked.request.headers['if-range']
      cutOff(asked, 1000, `"${asked.turn}"`)
    })
    await order(scene.studio)
    expect(await expectFailed(scene)).toMatch(/What has arrived is kept/)
  })

  it('whose file changes near its end, and that then cuts the line, brings all of the new one', async () => {
    const scene = await openScene({ surroundings: { pace: { ...PACE, mostStreams: 1 } } })
    const other = Buffer.from(CONTENT).fill(1)
    scene.server.behave((asked) => {
      if (asked.turn === 0) cutOff({ ...asked, content: other }, CONTENT.length - 1000, '"old"')
      else if (asked.turn < 20) cutOff(asked, 100_000, '"new"')
      else answerWell(asked, '"new"')
    })
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('whose file changes again and again between disconnections is given up', async () => {
    const scene = await openScene({ surroundings: { pace: { ...PACE, mostStreams: 1 } } })
    scene.server.behave((asked) => {
      const edition = Math.floor(asked.turn / 2)
      delete asked.request.headers['if-range']
      cutOff(asked, 1000 * (asked.turn + 1), `"${edition}"`)
    })
    await order(scene.studio)
    expect(await expectFailed(scene)).toMatch(/What has arrived is kept/)
  })

  it('that stalls again and again after it has brought much is asked on', async () => {
    const pace = { ...PACE, stallMs: 100, mostFailures: 2, mostStreams: 1 }
    const scene = await openScene({ surroundings: { pace } })
    scene.server.behave(({ response, content, range }) => {
      const { start } = range!
      response.writeHead(206, {
        'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
        etag: '"1"',
      })
      response.write(content.subarray(start, start + 1.2 * MEGABYTE))
      if (start + 1.2 * MEGABYTE >= content.length) response.end()
    })
    await order(scene.studio)
    await expectArrived(scene)
    expect(scene.server.requests.length).toBeGreaterThan(pace.mostFailures + 1)
  })

  it('that names no edition and changes the file is found out by the hash, and asked once more', async () => {
    const scene = await openScene()
    const other = Buffer.from(CONTENT).fill(1)
    scene.server.behave((asked) => {
      if (asked.turn === 0) cutOff({ ...asked, content: other }, 400_000, null)
      else answerWell(asked, null)
    })
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('that ends early without a word is asked for the rest', async () => {
    const scene = await openScene()
    scene.server.behave((asked) => {
      const { response, content, range, turn } = asked
      if (turn >= 6) return answerWell(asked)
      const { start } = range!
      const part = content.subarray(start, Math.min(range!.end, start + 50_000))
      const headers = {
        'content-range': `bytes ${start}-${Math.min(range!.end, content.length) - 1}/${content.length}`,
      }
      // Without a length the end of the connection is the end of the body.
      response.writeHead(206, { ...headers, etag: '"first"', connection: 'close' })
      response.end(part)
      return undefined
    })
    await order(scene.studio)
    await expectArrived(scene)
  })

  it('that sends byte after byte is left, and what has arrived is kept', async () => {
    const scene = await openScene({ surroundings: { pace: { ...PACE, stallMs: 100 } } })
    scene.server.behave(({ response, content, range }) => {
      const { start, end } = range!
      const headers = { 'content-range': `bytes ${start}-${Math.min(end, content.length) - 1}/${content.length}` }
      response.writeHead(206, { ...headers, etag: '"first"' })
      let position = start
      const timer = setInterval(() => response.write(content.subarray(position, ++position)), 10)
      response.on('close', () => clearInterval(timer))
    })
    await order(scene.studio)
    expect(await expectFailed(scene)).toBe(
      'localhost sent next to nothing for 0.1 s. What has arrived is kept: resume when the connection works again.',
    )
    scene.server.behave((asked) => answerWell(asked))
    await scene.studio.json('POST', `/api/downloads/${LORA.id}/resume`)
    await expectArrived(scene)
  })

  it('that compresses is not used', async () => {
    const scene = await openScene()
    scene.server.behave(({ response, content }) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': content.length }).end(content)
    })
    await order(scene.studio)
    expect(await expectFailed(scene)).toBe('localhost sent the file in another form (gzip) than was asked for.')
  })

  it.each([
    ['an address without encryption', 'http://localhost/file', /localhost would send the file without encryption/],
    ['another server', 'https://example.com/file', /example\.com is none of the servers/],
    ['a private address', 'https://10.0.0.1/file', /10\.0\.0\.1 is an address of this computer or its network/],
    ['itself, without end', '/file', /localhost sends from one address to another without end/],
  ])('that redirects to %s is not followed', async (_, location, problem) => {
    const scene = await openScene()
    scene.server.behave(({ response }) => void response.writeHead(302, { location }).end())
    await order(scene.studio)
    expect(await expectFailed(scene)).toMatch(problem)
  })

  it('that redirects to loopback is not followed', async () => {
    const policy = { allowsHost: () => true, allowsAddress: (address: string) => address === '127.0.0.1' }
    const scene = await openScene({ surroundings: { policy } })
    scene.server.behave(({ response }) => void response.writeHead(302, { location: 'https://[::1]/file' }).end())
    await order(scene.studio)
    expect(await expectFailed(scene)).toMatch(/\[::1\] is an address of this computer/)
  })

  it('whose name leads to a private address is not connected to', async () => {
    const policy = { allowsHost: () => true, allowsAddress: () => false }
    const scene = await openScene({ surroundings: { policy } })
    await order(scene.studio)
    expect(await expectFailed(scene)).toBe(
      'localhost is an address of this computer or its network, not of a public server.',
    )
    expect(scene.server.requests).toEqual([])
  })

  it('that sends a wrong file of the right size: it lies apart, and both hashes are told', async () => {
    const scene = await openScene()
    const other = Buffer.from(CONTENT)
    other[CONTENT.length - 1]! ^= 1
    scene.server.behave((asked) => answerWell({ ...asked, content: other }))
    await order(scene.studio)
    const problem = await expectFailed(scene)
    const kept = join(folderOf(scene.home), 'quarantine', `${LORA.fileName}.wrong`)
    expect(problem).toContain(LORA.sha256)
    expect(problem).toContain(publishedLora('other', other).sha256)
    expect(problem).toContain(kept)
    expect(readFileSync(kept).equals(other)).toBe(true)
    scene.server.behave((asked) => answerWell(asked))
    await scene.studio.json('POST', `/api/downloads/${LORA.id}/resume`)
    expect(await settled(scene.studio)).toEqual([])
    expect(placed(scene.home).equals(CONTENT)).toBe(true)
  })

  it('that announces another edition is not read at all', async () => {
    const scene = await openScene()
    scene.server.behave(({ response }) => {
      response.writeHead(200, { 'x-linked-etag': `"${'0'.repeat(64)}"`, 'content-length': CONTENT.length })
      response.write(CONTENT.subarray(0, 1000))
    })
    await order(scene.studio)
    expect(await expectFailed(scene)).toBe('localhost has another edition of the file there.')
  })

  it('that is out of order is asked again, and another server after it', async () => {
    const scene = await openScene({ mirrors: ({ base }) => [`${base}/mirror`] })
    scene.server.behave((asked) => {
      const { request, response } = asked
      if (!request.url!.startsWith('/mirror')) response.writeHead(503, { 'retry-after': '0' }).end()
      else answerWell({ ...asked, content: CONTENT, range: rangeIn(asked) })
    })
    await order(scene.studio)
    await expectArrived(scene)
    expect(scene.server.requests.filter(({ url }) => !url.startsWith('/mirror'))).toHaveLength(PACE.mostFailures)
  })
})
