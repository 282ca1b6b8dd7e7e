import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { fingerprintFiles, formatStamp, hashFile, readStamp } from '../../../build/staleness.mjs'

let folder: string
const state = (): string => fingerprintFiles(folder, ['main', 'package.json'], (path) => !path.endsWith('.md'))
const path = (...names: string[]): string => join(folder, ...names)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'onestroke-staleness-'))
  mkdirSync(path('main', 'deep'), { recursive: true })
  writeFileSync(path('main', 'a.ts'), 'a')
  writeFileSync(path('main', 'deep', 'b.ts'), 'b')
  writeFileSync(path('package.json'), '{}')
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('fingerprintFiles', () => {
  it.each<[string, () => void]>([
    ['an edit', () => writeFileSync(path('main', 'deep', 'b.ts'), 'longer')],
    ['a file put back from before', () => utimesSync(path('main', 'a.ts'), 1, 1)],
    ['a new file', () => writeFileSync(path('main', 'deep', 'c.ts'), '')],
    ['a removed file', () => rmSync(path('main', 'a.ts'))],
    ['a moved file', () => renameSync(path('main', 'a.ts'), path('main', 'deep', 'a.ts'))],
    ['a removed top file', () => rmSync(path('package.json'))],
  ])('changes with %s', (_, change) => {
    const before = state()
    change()
    expect(state()).not.toBe(before)
  })

  it('does not change with files that are no source', () => {
    const before = state()
    writeFileSync(path('main', 'notes.md'), 'x')
    writeFileSync(path('elsewhere.ts'), 'x')
    expect(state()).toBe(before)
  })

  it('takes less than 30 ms for 300 files', () => {
    for (let index = 0; index < 300; index++) writeFileSync(path('main', 'deep', `${index}.ts`), '')
    state()
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      state()
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(30)
  })
})

describe('a stamp', () => {
  it('is read as written', () => {
    writeFileSync(path('stamp.json'), formatStamp('abc'))
    expect(readStamp(path('stamp.json'))).toBe('abc')
  })

  it.each(['', '{"state":', 'null', '[]', '{"state":7}'])('that holds %j counts as none', (content) => {
    writeFileSync(path('stamp.json'), content)
    expect(readStamp(path('stamp.json'))).toBeNull()
  })

  it('that is missing counts as none', () => {
    expect(readStamp(path('missing.json'))).toBeNull()
  })
})

describe('hashFile', () => {
  it('is the SHA-256 of the bytes', () => {
    // FIPS 180-2, appendix B.1
    writeFileSync(path('abc'), 'abc')
    expect(hashFile(path('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
