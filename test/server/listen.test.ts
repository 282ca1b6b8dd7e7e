import { mkdirSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listenOnPipe, listenOnTcp } from '../../main/server/listen.ts'
import { newHome } from './studio.ts'

function readOverPipe(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: '/hello', host: 'localhost' }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve(text))
    })
    sent.on('error', reject)
    sent.end()
  })
}

const answer = (asked: Request) => new Response(new URL(asked.url).pathname)

describe.skipIf(process.platform === 'win32')('the pipe', () => {
  it('answers its owner, and nobody else may open it', async () => {
    const path = join(newHome(), 'run', 'onestroke.sock')
    const listener = await listenOnPipe(path, answer)
    onTestFinished(() => listener.close())
    expect(await readOverPipe(path)).toBe('/hello')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
  })

  it('takes the place of a socket that a crash left', async () => {
    const path = join(newHome(), 'onestroke.sock')
    const left = createServer().listen(path)
    await new Promise((resolve) => left.once('listening', resolve))
    const listener = await listenOnPipe(path, answer)
    onTestFinished(() => listener.close())
    onTestFinished(() => void left.close())
    expect(await readOverPipe(path)).toBe('/hello')
  })

  it('leaves another file alone', async () => {
    const path = join(newHome(), 'folder')
    mkdirSync(path)
    await expect(listenOnPipe(path, answer)).rejects.toThrow('cannot be written')
    expect(statSync(path).isDirectory()).toBe(true)
  })
})

describe('the TCP port', () => {
  it('is told once it is known', async () => {
    const told: number[] = []
    const listener = await listenOnTcp('127.0.0.1', 0, (port) => {
      told.push(port)
      return answer
    })
    onTestFinished(() => listener.close())
    expect(told).toEqual([listener.port])
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/hi`)).text()).toBe('/hi')
  })

  it('is refused plainly where another program has it', async () => {
    const listener = await listenOnTcp('127.0.0.1', 0, () => answer)
    onTestFinished(() => listener.close())
    const again = listenOnTcp('127.0.0.1', listener.port, () => answer)
    await expect(again).rejects.toThrow(/^Port \d+ of 127\.0\.0\.1 cannot be used: another program uses it\./)
  })

  it('ends streams that never end by themselves', async () => {
    const endless = () =>
      new Response(new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('x')) }))
    const listener = await listenOnTcp('127.0.0.1', 0, () => endless)
    const response = await fetch(`http://127.0.0.1:${listener.port}/`)
    const body = response.text()
    await listener.close()
    await expect(body).rejects.toThrow('terminated')
  })
})
