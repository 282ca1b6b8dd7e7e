import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MESSAGES } from '../../../../electron/messages.ts'
import { fileArguments } from '../../../../electron/opened-files/file-arguments.ts'
import { createOpenedFiles } from '../../../../electron/opened-files/opened-files.ts'
import { readOpenedFile } from '../../../../electron/opened-files/read-opened-file.ts'
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts'

describe('fileArguments', () => {
  const read = (argv: string[], isUnpackaged = false, platform: NodeJS.Platform = 'linux') =>
    fileArguments({ argv, isUnpackaged, workingFolder: platform === 'win32' ? String.raw`C:\work` : '/work', platform })

  it.each([
    [['onestroke'], false, []],
    [['onestroke', 'a.png', '/b/c.png', '../d.png'], false, ['/work/a.png', '/b/c.png', '/d.png']],
    [['onestroke', '--allow-file-access-from-files', '-x', 'a.png', ''], false, ['/work/a.png']],
    [['electron', '.', 'a.png'], true, ['/work/a.png']],
    [['electron', '--inspect=0', '/repository', 'a.png'], true, ['/work/a.png']],
    [['onestroke', 'file:///a%20b/c.png'], false, ['/a b/c.png']],
    [['onestroke', 'file://host/c.png', 'a.png'], false, ['/work/a.png']],
  ])('%j (unpackaged: %s) names %j', (argv, isUnpackaged, expected) => {
    expect(read(argv, isUnpackaged)).toEqual(expected)
  })

  it('knows Windows’ paths', () => {
    const argv = ['Onestroke.exe', String.raw`D:\a.png`, 'b.png', 'file:///C:/c.png']
    expect(read(argv, false, 'win32')).toEqual([String.raw`D:\a.png`, String.raw`C:\work\b.png`, String.raw`C:\c.png`])
  })
})

describe('readOpenedFile', () => {
  const folder = temporaryFolder()
  const write = (name: string, content = 'content') => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  it('reads a picture', async () => {
    const file = await readOpenedFile(write('a fox.PNG', 'png'), MESSAGES.en)
    expect(file).toEqual({ kind: 'picture', name: 'a fox.PNG', bytes: new Uint8Array(Buffer.from('png')) })
  })

  it('names weights and folders, without reading them', async () => {
    const path = write('a.safetensors')
    expect(await readOpenedFile(path, MESSAGES.en)).toEqual({ kind: 'weights', name: 'a.safetensors', path })
    mkdirSync(join(folder, 'model'))
    expect(await readOpenedFile(join(folder, 'model'), MESSAGES.en)).toMatchObject({ kind: 'weights', name: 'model' })
  })

  it('says what it cannot open', async () => {
    const large = write('large.png')
    truncateSync(large, 64 * 1024 * 1024 + 1)
    await expect(readOpenedFile(join(folder, 'none.png'), MESSAGES.en)).rejects.toThrow(MESSAGES.en.fileGone)
    await expect(readOpenedFile(write('a.txt'), MESSAGES.en)).rejects.toThrow(MESSAGES.en.notOurs)
    await expect(readOpenedFile(large, MESSAGES.de)).rejects.toThrow(MESSAGES.de.tooLarge)
  })
})

it('opened files wait until they are taken, once; problems are told', async () => {
  const events: string[] = []
  const files = createOpenedFiles({
    read: (path) =>
      path === '/bad' ? Promise.reject(new Error('gone')) : Promise.resolve({ kind: 'weights', name: 'a', path }),
    onOpened: () => void events.push('opened'),
    onProblem: (path, message) => void events.push(`${path}: ${message}`),
  })
  await files.open('/a')
  await files.open('/bad')
  expect(events).toEqual(['opened', '/bad: gone'])
  expect(files.take()).toEqual([{ kind: 'weights', name: 'a', path: '/a' }])
  expect(files.take()).toEqual([])
})

it('a file that is still being read while others are taken is not lost', async () => {
  const reading = Promise.withResolvers<undefined>()
  const files = createOpenedFiles({
    read: async (path) => {
      if (path === '/slow') await reading.promise
      return { kind: 'weights', name: 'a', path }
    },
    onOpened: () => undefined,
    onProblem: () => undefined,
  })
  const opened = files.open('/slow')
  await files.open('/quick')
  expect(files.take().map(({ name }) => name)).toHaveLength(1)
  reading.resolve(undefined)
  await opened
  expect(files.take()).toEqual([{ kind: 'weights', name: 'a', path: '/slow' }])
})
