import { describe, expect, it } from 'vitest'
import { sentence } from '../../../../models/sentences/catalogue.ts'
import { createClient } from '../../../../renderer/api/client.ts'

/** A fetch that notes its requests and answers all of them the same. */
function answering(status: number, body: unknown) {
  const requests: { url: string; method: string; body: unknown }[] = []
  const fetch = (url: string, init: RequestInit = {}) => {
    const sent = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null
    requests.push({ url, method: init.method ?? 'GET', body: sent })
    return Promise.resolve(Response.json(body, { status }))
  }
  return { requests, client: createClient(fetch as typeof globalThis.fetch) }
}

describe('createClient', () => {
  it('sends the filters that are set', async () => {
    const { client, requests } = answering(200, { images: [], nextCursor: null, total: 0 })
    await client.images.page({ search: 'fox & owl', starred: true }, { offset: 0 }, 100)
    expect(requests).toEqual([
      { url: '/api/images?search=fox+%26+owl&starred=true&offset=0&limit=100', method: 'GET', body: null },
    ])
  })

  it('sends a job with its place', async () => {
    const { client, requests } = answering(200, [])
    await client.queue.reorder(['a', 'b'])
    expect(requests).toEqual([{ url: '/api/queue/order', method: 'PUT', body: { ids: ['a', 'b'] } }])
  })

  it('lets what is saved on leaving outlive the page, unless the browser refuses that for its size in bytes', async () => {
    const kept: (boolean | undefined)[] = []
    const client = createClient((_url, init) => {
      kept.push(init?.keepalive)
      return Promise.resolve(Response.json({}))
    })
    await client.saveUiState({ draft: 'a fox' }, true)
    await client.saveUiState({ draft: 'a fox' }, false)
    await client.saveUiState({ draft: '狐'.repeat(30_000) }, true)
    expect(kept).toEqual([true, false, false])
  })

  it('rejects with the back end’s own words', async () => {
    const problem = { code: 'not-found', ...sentence('request.gone', { what: 'picture' }) }
    const { client } = answering(404, problem)
    await expect(client.images.detail('x')).rejects.toMatchObject({ status: 404, problem, message: problem.message })
  })

  it('rejects with the words of the window’s shell, which have no key', async () => {
    const { client } = answering(502, { code: 'back-end-away', message: 'Onestroke startet neu.' })
    const problem = { code: 'back-end-away', message: 'Onestroke startet neu.', key: null, values: {} }
    await expect(client.images.detail('x')).rejects.toMatchObject({ status: 502, problem })
  })

  it('says that the back end is away', async () => {
    const client = createClient(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(client.bootstrap()).rejects.toMatchObject({ status: null, problem: null })
  })

  it('leaves a request that was called off to its caller', async () => {
    const call = new AbortController()
    call.abort(new Error('called off'))
    const client = createClient((_url, init) => Promise.reject(init?.signal?.reason as Error))
    await expect(client.countTokens('a', 'm', call.signal)).rejects.toThrow('called off')
  })
})
