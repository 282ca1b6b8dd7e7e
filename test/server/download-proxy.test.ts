import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Duplex } from 'node:stream'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createAddressPolicy } from '../../main/downloads/address-policy.ts'
import { createRequests } from '../../main/downloads/open-request.ts'
import { CERTIFICATE, startPublishedServer } from '../fixtures/published-server.ts'

/** A proxy on this computer that takes every name for one server. @returns its address, and what it was asked for */
async function startProxy(port: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const proxy = createServer()
  proxy.on('connect', (request: IncomingMessage, socket: Duplex) => {
    asked.push(request.url ?? '')
    const server = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      server.pipe(socket).pipe(server)
    })
    for (const end of [server, socket]) end.on('error', () => server.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked }
}

it('downloads go through the proxy of the system, which may be on this computer', async () => {
  const server = await startPublishedServer(new Map([['/file', Buffer.from('hello')]]))
  onTestFinished(() => server.close())
  const proxy = await startProxy(server.port)
  vi.stubEnv('HTTPS_PROXY', proxy.url)
  vi.stubEnv('https_proxy', undefined)
  vi.stubEnv('NO_PROXY', '')
  onTestFinished(() => void vi.unstubAllEnvs())
  const policy = createAddressPolicy(['models.example'])
  const requests = createRequests({ policy: () => policy, ca: CERTIFICATE })
  onTestFinished(() => requests.close())
  const { signal } = new AbortController()
  const answer = await requests.open(new URL('https://models.example/file'), {}, signal)
  expect(await text(answer.body)).toBe('hello')
  expect(proxy.asked).toEqual(['models.example:443'])
  await expect(requests.open(new URL('https://other.example/file'), {}, signal)).rejects.toThrow(/none of the servers/)
  expect(proxy.asked).toHaveLength(1)
})

it.each(['10.0.0.1:3128', 'proxy.corp:3128', 'http://u:p%zz@h:1', 'nonsense ://'])(
  'a proxy written as %s keeps nothing from starting',
  async (proxy) => {
    vi.stubEnv('HTTPS_PROXY', proxy)
    vi.stubEnv('https_proxy', undefined)
    onTestFinished(() => void vi.unstubAllEnvs())
    const requests = createRequests({ policy: () => createAddressPolicy([]) })
    await expect(requests.close()).resolves.not.toThrow()
  },
)
