import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scrubbedEnvironment } from '../../../../electron/back-end/environment.ts'
import { clearPipePath, createPipePath, removePipePath } from '../../../../electron/back-end/pipe-path.ts'
import { findProgramFiles } from '../../../../electron/back-end/program-files.ts'
import { isReadyLine } from '../../../../electron/back-end/ready-line.ts'
import { findProfileFolder } from '../../../../electron/profile.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()

describe('scrubbedEnvironment', () => {
  it('drops what loads code into Node and what is meant for Electron', () => {
    const environment = {
      HOME: '/home/a',
      ONESTROKE_HOME: '/x',
      NODE_OPTIONS: '--require /evil.js',
      LD_PRELOAD: '/evil.so',
      ELECTRON_RUN_AS_NODE: '1',
    }
    expect(scrubbedEnvironment(environment)).toEqual({ HOME: '/home/a', ONESTROKE_HOME: '/x' })
  })
})

describe.skipIf(process.platform === 'win32')('a socket’s path', () => {
  it('is in a folder of its own that only we may enter', () => {
    const first = createPipePath('linux', folder)
    const second = createPipePath('linux', folder)
    expect(first).not.toBe(second)
    expect(statSync(join(first, '..')).mode & 0o777).toBe(0o700)
    removePipePath(first, 'linux')
    removePipePath(second, 'linux')
    expect(existsSync(join(first, '..'))).toBe(false)
  })

  it('is short enough for every system', () => {
    const long = createPipePath('linux', join(folder, 'x'.repeat(100)))
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(103)
    removePipePath(long, 'linux')
  })

  it('is free again after a crash', () => {
    const pipe = createPipePath('linux', folder)
    writeFileSync(pipe, '')
    clearPipePath(pipe, 'linux')
    expect(existsSync(pipe)).toBe(false)
  })
})

it('a named pipe cannot be guessed', () => {
  expect(createPipePath('win32')).toMatch(/^\\\\\.\\pipe\\onestroke-[0-9a-f]{32}$/)
  expect(createPipePath('win32')).not.toBe(createPipePath('win32'))
})

it.each([
  ['/repository', 'linux', '/repository/node_modules/node/bin/node', '/repository/dist/onestroke.js'],
  [
    '/opt/Onestroke/resources/app.asar',
    'linux',
    '/opt/Onestroke/resources/app.asar.unpacked/node_modules/node/bin/node',
    '/opt/Onestroke/resources/app.asar.unpacked/dist/onestroke.js',
  ],
  ['/repository', 'win32', '/repository/node_modules/node/bin/node.exe', '/repository/dist/onestroke.js'],
] as const)('the back end of %s on %s is there', (appFolder, platform, node, script) => {
  expect(findProgramFiles(appFolder, platform)).toEqual({ node: join(node), script: join(script) })
})

it.each([
  ['{"url":null,"pipe":"/p","pid":1}', true],
  ['{"url":null,"pipe":"/other","pid":1}', false],
  ['{"pipe":"/p"}', false],
  ['/p', false],
  ['null', false],
  ['', false],
])('%s as a ready line: %s', (line, expected) => {
  expect(isReadyLine(line, '/p')).toBe(expected)
})

it.each([
  [undefined, join('/data', 'Onestroke', 'Window')],
  ['', join('/data', 'Onestroke', 'Window')],
  ['/portable', join('/portable', 'window')],
])('with ONESTROKE_HOME %j the profile is in %s', (home, expected) => {
  expect(findProfileFolder(home, '/data')).toBe(expected)
})
