import { describe, expect, it, vi } from 'vitest'
import { findSystemProxy, proxyVariables } from '../../../../electron/back-end/system-proxy.ts'

describe("the system's proxy", () => {
  it.each([
    ['PROXY proxy.example:3128; DIRECT', { HTTPS_PROXY: 'http://proxy.example:3128' }],
    ['PROXY 127.0.0.1:8080', { HTTPS_PROXY: 'http://127.0.0.1:8080' }],
    ['PROXY [::1]:8080', { HTTPS_PROXY: 'http://[::1]:8080' }],
    ['HTTPS proxy.example:443', { HTTPS_PROXY: 'https://proxy.example:443' }],
    ['DIRECT', {}],
    ['DIRECT; PROXY proxy.example:3128', {}],
    ['SOCKS5 proxy.example:1080', {}],
    ['', {}],
  ])('of the rules %j', (rules, variables) => expect(proxyVariables(rules, {})).toEqual(variables))

  it('is what the user has set in the environment, where that is so', () => {
    expect(proxyVariables('PROXY proxy.example:3128', { https_proxy: 'http://mine.example:1' })).toEqual({})
    expect(proxyVariables('PROXY proxy.example:3128', { HTTPS_PROXY: '' })).toHaveProperty('HTTPS_PROXY')
  })

  it('is none where it cannot be found out, or not in time', async () => {
    expect(await findSystemProxy(() => Promise.reject(new Error('no')), {})).toEqual({})
    vi.useFakeTimers()
    const found = findSystemProxy(() => new Promise(() => undefined), {})
    await vi.advanceTimersByTimeAsync(1000)
    expect(await found).toEqual({})
    vi.useRealTimers()
    expect(await findSystemProxy(() => Promise.resolve('PROXY a:1'), {})).toEqual({ HTTPS_PROXY: 'http://a:1' })
  })
})
