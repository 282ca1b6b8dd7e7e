import { request } from 'node:http'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { listenOnPipe } from '../../main/server/listen.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

// As the desktop's window sends it, and `curl -T -`.
it.skipIf(process.platform === 'win32')('takes a body whose length was not told beforehand', async () => {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 10 }))
  app.post('/', async (context) => context.text(await context.req.text()))
  const path = join(temporaryFolder(), 's')
  const listener = await listenOnPipe(path, (incoming) => app.fetch(incoming))
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const outgoing = request({ socketPath: path, method: 'POST', path: '/' }, (response) => {
        response.setEncoding('utf8').once('data', (text: string) => resolve(`${response.statusCode} ${text}`))
      })
      outgoing.on('error', reject)
      outgoing.write('in ')
      outgoing.end('pieces')
    })
    expect(answer).toBe('200 in pieces')
  } finally {
    await listener.close()
  }
})
