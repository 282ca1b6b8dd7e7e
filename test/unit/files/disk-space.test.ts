import { statfsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { saysDiskFull } from '../../../main/files/disk-full.ts'
import { measureFreeSpace } from '../../../main/files/disk-space.ts'
import { FileError } from '../../../main/files/file-error.ts'
import { foreignText } from '../../../models/sentences/sentence.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

describe('measureFreeSpace', () => {
  it('is what the system tells of a folder, and of one that is yet to be made', async () => {
    const folder = temporaryFolder()
    const { bavail, bsize } = statfsSync(folder)
    for (const path of [folder, join(folder, 'a', 'b')]) {
      const free = await measureFreeSpace(path)
      // Others use the disk meanwhile.
      expect(Math.abs((free ?? 0) - bavail * bsize)).toBeLessThan(1e9)
    }
  })
})

describe('saysDiskFull', () => {
  it.each([
    [new FileError(foreignText('full'), 'ENOSPC'), true],
    [new FileError(foreignText('quota'), 'EDQUOT'), true],
    [Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }), true],
    [new FileError(foreignText('gone'), 'ENOENT'), false],
    ['ENOSPC', false],
  ])('%s: %s', (error, full) => {
    expect(saysDiskFull(error)).toBe(full)
  })
})
