import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideNavigation } from '../../../../electron/security/navigation.ts'
import { isSafeExternalUrl } from '../../../../electron/security/external-url.ts'
import { isPermissionGranted } from '../../../../electron/security/permissions.ts'
import { isRequestAllowed } from '../../../../electron/security/requests.ts'
import { isTrustedSender } from '../../../../electron/security/sender.ts'
import { isStartedWhenOpened } from '../../../../electron/security/started-when-opened.ts'

describe('decideNavigation', () => {
  it.each([
    ['onestroke://app/', true, 'allow'],
    ['onestroke://app/?x=1#gallery', true, 'allow'],
    ['onestroke://app', true, 'deny'],
    ['onestroke://app/api/images/abcdefgh01234567/file', true, 'deny'],
    ['onestroke://shell/retry', true, 'retry'],
    ['onestroke://shell/retry', false, 'deny'],
    ['onestroke://shell/status', true, 'deny'],
    ['onestroke://app/', false, 'deny'],
    ['onestroke://app.evil/', true, 'deny'],
    ['onestroke://app:80/', true, 'deny'],
    ['onestroke://user@app/', true, 'deny'],
    ['onestroke://user:password@app/', true, 'deny'],
    ['onestroke:///', true, 'deny'],
    ['ONESTROKE://app/', true, 'allow'],
    ['https://app/', true, 'deny'],
    ['https://example.com/', true, 'deny'],
    ['file:///', true, 'deny'],
    ['data:text/html,x', true, 'deny'],
    ['javascript:alert(1)', true, 'deny'],
    ['about:blank', true, 'deny'],
    ['', true, 'deny'],
  ])('%s in the main frame (%s): %s', (url, isMainFrame, decision) => {
    expect(decideNavigation(url, isMainFrame)).toBe(decision)
  })
})

describe('isSafeExternalUrl', () => {
  it.each([
    ['https://example.com/a?b#c', true],
    ['https://user@example.com/', false],
    ['https://user:password@example.com/', false],
    ['http://example.com/', false],
    ['file:///etc/passwd', false],
    ['smb://server/share', false],
    ['ms-msdt:/id', false],
    ['javascript:alert(1)', false],
    ['mailto:a@example.com', false],
    ['onestroke://app/', false],
    [String.raw`\\server\share`, false],
    ['https:', false],
    ['', false],
  ])('%s: %s', (url, expected) => {
    expect(isSafeExternalUrl(url)).toBe(expected)
  })

  it('lets nothing but https through', () => {
    const addresses = fc.oneof(fc.string(), fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] }))
    const isHttpsOrRefused = (text: string) => !isSafeExternalUrl(text) || new URL(text).protocol === 'https:'
    expect(fc.check(fc.property(addresses, isHttpsOrRefused)).counterexample).toBeNull()
  })
})

describe('isPermissionGranted', () => {
  const page = 'onestroke://app/'

  it('grants the page what it needs', () => {
    expect(isPermissionGranted('clipboard-sanitized-write', page)).toBe(true)
    expect(isPermissionGranted('fullscreen', page)).toBe(true)
  })

  it('grants other pages nothing', () => {
    for (const url of ['onestroke://shell/status', 'https://example.com/', 'about:blank', '']) {
      expect(isPermissionGranted('clipboard-sanitized-write', url)).toBe(false)
    }
  })

  it('denies everything else', () => {
    const others = fc.string().filter((name) => !['clipboard-sanitized-write', 'fullscreen'].includes(name))
    const named = fc.constantFrom(
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'usb',
      'hid',
    )
    const isDenied = (name: string) => !isPermissionGranted(name, page)
    expect(fc.check(fc.property(fc.oneof(others, named), isDenied)).counterexample).toBeNull()
  })
})

describe('isRequestAllowed', () => {
  it.each([
    ['onestroke://app/api/events', true],
    ['onestroke://shell/status', true],
    ['blob:onestroke://app/1', true],
    ['data:image/webp;base64,AA', true],
    ['devtools://devtools/bundled/x.js', true],
    ['https://example.com/', false],
    ['http://127.0.0.1/', false],
    ['ws://127.0.0.1/', false],
    ['wss://example.com/', false],
    ['file:///etc/passwd', false],
    ['ftp://example.com/', false],
    ['chrome://gpu', false],
    ['', false],
  ])('%s: %s', (url, expected) => {
    expect(isRequestAllowed(url)).toBe(expected)
  })
})

describe('isTrustedSender', () => {
  it.each([
    [{ url: 'onestroke://app/', parent: null }, true],
    [{ url: 'onestroke://app/#gallery', parent: null }, true],
    [{ url: 'onestroke://app/', parent: {} }, false],
    [{ url: 'onestroke://shell/status', parent: null }, false],
    [{ url: 'https://example.com/', parent: null }, false],
    [{ url: 'about:blank', parent: null }, false],
    [null, false],
  ])('%j: %s', (frame, expected) => {
    expect(isTrustedSender(frame)).toBe(expected)
  })
})

describe('isStartedWhenOpened', () => {
  it.each([
    ['/Users/me/Pictures/Onestroke', 'darwin', false],
    ['/Applications/Calculator.app', 'darwin', true],
    ['/Users/me/Macros.workflow/', 'darwin', true],
    ['/home/me/Pictures v1.2', 'linux', false],
    [String.raw`C:\Pictures.2026`, 'win32', false],
  ] as const)('%s on %s: %s', (folder, platform, expected) => {
    expect(isStartedWhenOpened(folder, platform)).toBe(expected)
  })
})
