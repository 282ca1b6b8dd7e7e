import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { BackEndState } from '../../../../electron/back-end/supervisor.ts'
import { MESSAGES } from '../../../../electron/messages.ts'
import { createSchemeHandler } from '../../../../electron/protocol/scheme-handler.ts'
import { createStatusPage } from '../../../../electron/protocol/status-page.ts'

describe('the status page', () => {
  const show = (state: BackEndState) => createStatusPage({ state, language: 'en', messages: MESSAGES.en })

  it('says what is going on', async () => {
    expect(await show({ status: 'starting' }).text()).toContain('<h1>Starting</h1>')
    expect(await show({ status: 'restarting', reason: 'exit code 1' }).text()).toContain('<h1>Starting again</h1>')
  })

  it('offers to try again where the back end was given up, and shows its words as text', async () => {
    const page = await show({ status: 'stopped', reason: 'exit code 1', lastOutput: '<script>"&' }).text()
    expect(page).toContain('<a href="onestroke://shell/retry">Try again</a>')
    expect(page).toContain('&lt;script&gt;&quot;&amp;\nexit code 1')
    expect(page).not.toContain('<script')
  })

  it('allows its own style and nothing else', async () => {
    const response = show({ status: 'starting' })
    const page = await response.text()
    const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    expect(response.status).toBe(503)
  })
})

describe('the scheme', () => {
  const handle = createSchemeHandler(
    () => Promise.resolve(new Response('app')),
    () => new Response('status'),
  )

  it.each([
    ['onestroke://app/', 'GET', 'app'],
    ['onestroke://app/api/x', 'POST', 'app'],
    ['onestroke://shell/status', 'GET', 'status'],
    ['onestroke://shell/status', 'POST', ''],
    ['onestroke://shell/status?x', 'GET', ''],
    ['onestroke://shell/retry', 'GET', ''],
    ['onestroke://other/', 'GET', ''],
  ])('%s (%s) is answered by: %s', async (url, method, expected) => {
    const response = await handle(new Request(url, { method }))
    expect(await response.text()).toBe(expected)
    expect(response.status).toBe(expected === '' ? 404 : 200)
  })
})
