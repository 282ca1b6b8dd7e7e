import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { createAppHandler, type AppHandlerOptions } from '../../../../electron/protocol/app-handler.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

async function listen(answer: Answer): Promise<string> {
  const pipe =
    process.platform === 'win32'
      ? String.raw`\\.\pipe\onestroke-test-${randomBytes(8).toString('hex')}`
      : join(folder, randomBytes(4).toString('hex'))
  const server = createServer((request, response) => void answer(request, response))
  servers.push(server)
  server.listen(pipe)
  await once(server, 'listening')
  return pipe
}

const statusPage = () => new Response('<h1>status</h1>', { status: 503 })

function handlerFor(pipe: string, options: Partial<AppHandlerOptions> = {}) {
  const awayMessage = () => 'Away.'
  return createAppHandler({ pipe, whenRunning: () => Promise.resolve(true), statusPage, awayMessage, ...options })
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString()
}

/** A promise with the function that resolves it. */
function deferred<T>() {
  return Promise.withResolvers<T>()
}

describe('what the back end gets', () => {
  it('is method, path, query, body, and the headers that concern it', async () => {
    const seen = deferred<object>()
    const pipe = await listen(async (request, response) => {
      const { method, url, headers } = request
      seen.resolve({ method, url, headers, body: await readBody(request) })
      response.end()
    })
    await handlerFor(pipe)(
      new Request('onestroke://app/api/images?search=a%20b', {
        method: 'PATCH',
        body: '{"starred":true}',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          range: 'bytes=0-1',
          'accept-encoding': 'br',
          authorization: 'Bearer x',
          cookie: 'a=b',
          origin: 'onestroke://app',
        },
      }),
    )
    expect(await seen.promise).toEqual({
      method: 'PATCH',
      url: '/api/images?search=a%20b',
      body: '{"starred":true}',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        range: 'bytes=0-1',
        host: 'app',
        connection: 'close',
        'transfer-encoding': 'chunked',
      },
    })
  })

  it('is a body as it is being sent', async () => {
    const first = deferred<string>()
    const pipe = await listen((request, response) => {
      request.once('data', (chunk: Buffer) => first.resolve(chunk.toString()))
      request.on('end', () => response.end('all'))
    })
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const writer = writable.getWriter()
    const answer = handlerFor(pipe)(
      new Request('onestroke://app/api/read-settings', {
        method: 'POST',
        body: readable,
        duplex: 'half',
      }),
    )
    await writer.write(Buffer.from('first'))
    expect(await first.promise).toBe('first')
    await writer.close()
    expect(await (await answer).text()).toBe('all')
  })

  it.each([
    ['another host', new Request('onestroke://shell/')],
    ['another scheme', new Request('https://app/')],
    ['a foreign page’s request', new Request('onestroke://app/', { headers: { origin: 'https://example.com' } })],
    ['an opaque page’s request', new Request('onestroke://app/', { headers: { origin: 'null' } })],
    ['OPTIONS', new Request('onestroke://app/', { method: 'OPTIONS' })],
  ])('is not %s', async (_name, request) => {
    let asked = 0
    const pipe = await listen((_request, response) => {
      asked += 1
      response.end()
    })
    expect((await handlerFor(pipe)(request)).status).toBe(403)
    expect(asked).toBe(0)
  })
})

describe('what the page gets', () => {
  it('is the answer with our policy, whatever the back end says of it', async () => {
    const pipe = await listen((_request, response) => {
      response.writeHead(206, {
        'content-type': 'image/png',
        'content-range': 'bytes 0-2/9',
        'content-security-policy': 'default-src *',
        'set-cookie': ['a=b', 'c=d'],
        'keep-alive': 'timeout=5',
        'x-list': ['a', 'b'],
      })
      response.end('PNG')
    })
    const response = await handlerFor(pipe)(new Request('onestroke://app/api/images/abcdefgh01234567/file'))
    expect(response.status).toBe(206)
    expect(await response.text()).toBe('PNG')
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-range': 'bytes 0-2/9',
      'x-list': 'a, b',
      'x-content-type-options': 'nosniff',
    })
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['set-cookie']))
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['keep-alive']))
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['connection']))
  })

  it('is each line when it is written', async () => {
    const next = [deferred<undefined>(), deferred<undefined>()]
    const pipe = await listen((_request, response) => {
      response.write('1\n')
      void next[0]!.promise.then(() => response.write('2\n'))
      void next[1]!.promise.then(() => response.end())
    })
    const response = await handlerFor(pipe)(new Request('onestroke://app/api/events'))
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('1\n')
    next[0]!.resolve(undefined)
    expect((await reader.read()).value).toBe('2\n')
    next[1]!.resolve(undefined)
    expect((await reader.read()).done).toBe(true)
  })

  it.each([204, 304])('is no body with status %i', async (status) => {
    const pipe = await listen((_request, response) => response.writeHead(status).end())
    const response = await handlerFor(pipe)(new Request('onestroke://app/api/x'))
    expect(response.status).toBe(status)
    expect(response.body).toBeNull()
  })

  it('is the headers alone for HEAD', async () => {
    const pipe = await listen((_request, response) => response.writeHead(200, { 'content-length': '5' }).end())
    const response = await handlerFor(pipe)(new Request('onestroke://app/', { method: 'HEAD' }))
    expect(response.headers.get('content-length')).toBe('5')
    expect(response.body).toBeNull()
  })

  it('is an error in the middle of the body where the back end dies there', async () => {
    const pipe = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 20)
    })
    const response = await handlerFor(pipe)(new Request('onestroke://app/api/x'))
    await expect(response.text()).rejects.toThrow(/aborted|terminated/)
  })
})

describe('when the page goes away', () => {
  it('the back end sees the end of a stream that is read no more', async () => {
    const closed = deferred<boolean>()
    const pipe = await listen((_request, response) => {
      response.write('1\n')
      response.on('close', () => closed.resolve(true))
    })
    const response = await handlerFor(pipe)(new Request('onestroke://app/api/events'))
    await response.body!.cancel()
    expect(await closed.promise).toBe(true)
  })

  it('the back end sees the end of a request that it has not answered', async () => {
    const arrived = deferred<undefined>()
    const closed = deferred<boolean>()
    const pipe = await listen((request) => {
      request.socket.on('close', () => closed.resolve(true))
      arrived.resolve(undefined)
    })
    const abort = new AbortController()
    const answer = handlerFor(pipe)(new Request('onestroke://app/api/x', { signal: abort.signal }))
    await arrived.promise
    abort.abort()
    await expect(answer).rejects.toThrow('aborted')
    expect(await closed.promise).toBe(true)
  })
})

describe('without a back end', () => {
  const nowhere = join(folder, 'nobody')
  const page = () => new Request('onestroke://app/', { headers: { accept: 'text/html,*/*;q=0.8' } })

  it('a page becomes the status page', async () => {
    const response = await handlerFor(nowhere)(page())
    expect(response.status).toBe(503)
    expect(await response.text()).toBe('<h1>status</h1>')
  })

  it('a request fails in the contract’s words', async () => {
    const response = await handlerFor(nowhere)(new Request('onestroke://app/api/bootstrap'))
    expect(response.status).toBe(502)
    expect(await response.json()).toEqual({ code: 'back-end-away', message: 'Away.' })
  })

  it('that is known to be gone, nobody is asked', async () => {
    let asked = 0
    const pipe = await listen((_request, response) => {
      asked += 1
      response.end()
    })
    const response = await handlerFor(pipe, { whenRunning: () => Promise.resolve(false) })(page())
    expect(response.status).toBe(503)
    expect(asked).toBe(0)
  })

  it('that crashes over a question, the next one is asked, but no change is made twice', async () => {
    for (const [method, expected] of [
      ['GET', { status: 200, asked: 2 }],
      ['POST', { status: 502, asked: 1 }],
    ] as const) {
      let asked = 0
      const pipe = await listen((request, response) => {
        asked += 1
        if (asked === 1) request.socket.destroy()
        else response.end()
      })
      const { status } = await handlerFor(pipe)(new Request('onestroke://app/api/x', { method }))
      expect({ status, asked }).toEqual(expected)
    }
  })
})

it('tells of changes, not of questions', async () => {
  const pipe = await listen((_request, response) => response.end())
  const written: string[] = []
  const handle = handlerFor(pipe, { onWritten: (path) => void written.push(path) })
  await handle(new Request('onestroke://app/api/settings'))
  await handle(new Request('onestroke://app/api/settings?x=1', { method: 'PATCH', body: '{}' }))
  expect(written).toEqual(['/api/settings'])
})
