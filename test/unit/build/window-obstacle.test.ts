import { expect, it } from 'vitest'
import { browserCommand, findWindowObstacle } from '../../../build/window-obstacle.mjs'

it.each([
  ['linux', { DISPLAY: ':0' }, 1000, null],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000, null],
  ['linux', {}, 1000, 'there is no display'],
  ['linux', { DISPLAY: '' }, 1000, 'there is no display'],
  ['linux', { DISPLAY: ':0' }, 0, 'Electron does not run as root without --no-sandbox'],
  ['darwin', {}, 501, null],
  ['win32', {}, undefined, null],
] as const)('on %s with %j as user %s: %s', (platform, env, userId, obstacle) => {
  expect(findWindowObstacle({ platform, env, userId }, [])).toBe(obstacle)
})

it('root has a window without Chromium’s sandbox', () => {
  const root = { platform: 'linux', env: { DISPLAY: ':0' }, userId: 0 } as const
  expect(findWindowObstacle(root, ['--no-sandbox'])).toBeNull()
})

it.each([
  ['linux', {}, null],
  ['linux', { DISPLAY: ':0' }, { program: 'xdg-open', args: ['http://x/'] }],
  ['darwin', {}, { program: 'open', args: ['http://x/'] }],
  ['win32', {}, { program: 'rundll32', args: ['url.dll,FileProtocolHandler', 'http://x/'] }],
] as const)('the browser on %s with %j is opened by %j', (platform, env, command) => {
  expect(browserCommand('http://x/', { platform, env })).toEqual(command)
})
