import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { writeFileAtomically } from '../../../main/files/atomic-write.ts'
import { failingFileSystem, fullDisk } from './failing-file-system.ts'
import type { Call } from './failing-file-system.ts'

const NEW = Buffer.from('the new content')
const OLD = 'the old content'
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestroke-atomic-'))
  path = join(folder, 'picture.png')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe.each([true, false])('writeFileAtomically, replace: %s', (replace) => {
  it('writes all bytes and leaves no other file', async () => {
    await writeFileAtomically(path, NEW, { replace })
    expect(readFileSync(path)).toEqual(NEW)
    expect(readdirSync(folder)).toEqual(['picture.png'])
  })

  it('writes an empty file', async () => {
    await writeFileAtomically(path, new Uint8Array(), { replace })
    expect(readFileSync(path)).toHaveLength(0)
  })

  it('syncs the file before it gets its name, and the folder after', async () => {
    const { fileSystem, calls } = failingFileSystem(() => undefined)
    await writeFileAtomically(path, NEW, { replace, fileSystem })
    const named = calls.indexOf(replace ? 'rename' : 'link')
    expect(calls.indexOf('sync')).toBeGreaterThan(calls.indexOf('write'))
    expect(calls.indexOf('sync')).toBeLessThan(named)
    expect(calls.indexOf('syncFolder')).toBeGreaterThan(named)
  })

  it('leaves nothing when the disk is full, at whichever byte', async () => {
    for (let room = 0; room < NEW.length; room++) {
      const writing = writeFileAtomically(path, NEW, { replace, fileSystem: fullDisk(room) })
      await expect(writing).rejects.toMatchObject({
        name: 'FileError',
        code: 'ENOSPC',
        message: `There is no space left on the disk for "${path}".`,
      })
      expect(readdirSync(folder)).toEqual([])
    }
  })

  it('goes on after a short write', async () => {
    await writeFileAtomically(path, NEW, { replace, fileSystem: fullDisk(NEW.length) })
    expect(readFileSync(path)).toEqual(NEW)
  })

  it.each<[Call, string]>([
    ['create', 'EACCES'],
    ['create', 'EROFS'],
    ['write', 'EIO'],
    ['sync', 'EIO'],
    ['close', 'EIO'],
    ['rename', 'EPERM'],
  ])('removes its temporary file when %s fails with %s', async (call, code) => {
    const { fileSystem } = failingFileSystem((made) => {
      if (made === call) return code
      // Without links, the way without replacing renames too.
      return made === 'link' && call === 'rename' ? 'ENOTSUP' : undefined
    })
    await expect(writeFileAtomically(path, NEW, { replace, fileSystem })).rejects.toMatchObject({
      name: 'FileError',
      code,
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('reports a folder that cannot be synced, unless its disk has no such call', async () => {
    const broken = failingFileSystem((call) => (call === 'syncFolder' ? 'EIO' : undefined))
    await expect(writeFileAtomically(path, NEW, { replace, fileSystem: broken.fileSystem })).rejects.toThrow('disk')
    const unable = failingFileSystem((call) => (call === 'syncFolder' ? 'EINVAL' : undefined))
    await writeFileAtomically(join(folder, 'other.png'), NEW, { replace, fileSystem: unable.fileSystem })
  })

  it('names the folder that is missing in its message', async () => {
    const missing = join(folder, 'missing', 'picture.png')
    await expect(writeFileAtomically(missing, NEW, { replace })).rejects.toThrow(
      `"${missing}" cannot be written: it, or a folder it lies in, does not exist.`,
    )
    writeFileSync(join(folder, 'file'), '')
    await expect(writeFileAtomically(join(folder, 'file', 'x.png'), NEW, { replace })).rejects.toMatchObject({
      code: 'ENOTDIR',
    })
  })
})

describe('writeFileAtomically on a name that exists', () => {
  beforeEach(() => writeFileSync(path, OLD))

  it('replaces only when asked to', async () => {
    await expect(writeFileAtomically(path, NEW, { replace: false })).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readFileSync(path, 'utf8')).toBe(OLD)
    await writeFileAtomically(path, NEW, { replace: true })
    expect(readFileSync(path)).toEqual(NEW)
    expect(readdirSync(folder)).toEqual(['picture.png'])
  })

  it('does not replace where the disk has no links', async () => {
    const { fileSystem } = failingFileSystem((call) => (call === 'link' ? 'EPERM' : undefined))
    await expect(writeFileAtomically(path, NEW, { replace: false, fileSystem })).rejects.toMatchObject({
      code: 'EEXIST',
    })
    expect(readFileSync(path, 'utf8')).toBe(OLD)
    await writeFileAtomically(join(folder, 'free.png'), NEW, { replace: false, fileSystem })
    expect(readdirSync(folder).toSorted()).toEqual(['free.png', 'picture.png'])
  })

  it('keeps the old content when any call fails', async () => {
    for (const failing of ['create', 'write', 'sync', 'close', 'rename'] as const) {
      const { fileSystem } = failingFileSystem((call) => (call === failing ? 'EIO' : undefined))
      await expect(writeFileAtomically(path, NEW, { replace: true, fileSystem })).rejects.toThrow('disk')
      expect(readFileSync(path, 'utf8')).toBe(OLD)
      expect(readdirSync(folder)).toEqual(['picture.png'])
    }
  })
})

describe('a rename that a virus scanner holds up', () => {
  it('is tried again on Windows', async () => {
    const { fileSystem, waits } = failingFileSystem(
      (call, count) => (call === 'rename' && count < 3 ? 'EPERM' : undefined),
      'win32',
    )
    await writeFileAtomically(path, NEW, { replace: true, fileSystem })
    expect(readFileSync(path)).toEqual(NEW)
    expect(waits).toHaveLength(3)
  })

  it('is given up within about a second', async () => {
    const { fileSystem, waits } = failingFileSystem((call) => (call === 'rename' ? 'EBUSY' : undefined), 'win32')
    await expect(writeFileAtomically(path, NEW, { replace: true, fileSystem })).rejects.toThrow('another program')
    expect(waits.reduce((sum, delayMs) => sum + delayMs, 0)).toBeLessThan(1500)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is no reason to wait elsewhere', async () => {
    const { fileSystem, waits } = failingFileSystem((call) => (call === 'rename' ? 'EPERM' : undefined), 'darwin')
    await expect(writeFileAtomically(path, NEW, { replace: true, fileSystem })).rejects.toThrow('permit')
    expect(waits).toEqual([])
  })
})
