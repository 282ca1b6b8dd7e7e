import { describe, expect, it } from 'vitest'
import { matchFound, type FoundFile, type MatchSource } from '../../../../main/catalog/folders/match-found.ts'
import type { InstalledModel } from '../../../../main/library/library.ts'

const row = (id: string, changes: Partial<InstalledModel> = {}): InstalledModel => ({
  id,
  kind: 'lora',
  path: `/m/${id}.safetensors`,
  details: {},
  addedAt: 0,
  folderId: 'folder',
  missing: false,
  hidden: false,
  fingerprint: `10-${id}`,
  fileId: `1:${id}`,
  hashes: null,
  ...changes,
})
const file = (id: string, changes: Partial<FoundFile> = {}): FoundFile => ({
  path: `/m/${id}.safetensors`,
  fingerprint: `10-${id}`,
  fileId: `1:${id}`,
  bytes: 10,
  modifiedMs: 0,
  ...changes,
})
const match = (changes: Partial<MatchSource<FoundFile>>) => {
  const found = matchFound({
    folderId: 'folder',
    found: [],
    rows: [],
    gone: new Set(),
    passedOver: new Map(),
    complete: true,
    ...changes,
  })
  return { ...found, toRead: found.toRead.map(({ path }) => path) }
}
const nothing = { toRead: [], moved: [], missing: [], returned: [] }

describe('rows and files of a folder', () => {
  it('stay as they are where nothing changed', () => {
    expect(match({ rows: [row('a')], found: [file('a')] })).toEqual(nothing)
  })

  it('are read where they are new or changed, but not where they are hidden or passed over', () => {
    const found = [
      file('new'),
      file('changed', { fingerprint: 'other' }),
      file('hidden', { fingerprint: 'x' }),
      file('no'),
    ]
    const rows = [row('changed'), row('hidden', { hidden: true })]
    const passedOver = new Map([['/m/no.safetensors', '10-no']])
    expect(match({ found, rows, passedOver })).toEqual({
      ...nothing,
      toRead: ['/m/new.safetensors', '/m/changed.safetensors'],
    })
  })

  it('miss what is gone once, and know it when it is back', () => {
    expect(match({ rows: [row('a')] })).toEqual({ ...nothing, missing: ['a'] })
    expect(match({ rows: [row('a', { missing: true })] })).toEqual(nothing)
    expect(match({ rows: [row('a', { missing: true })], found: [file('a')] })).toEqual({ ...nothing, returned: ['a'] })
  })

  it('miss only what is known to be gone where not all was looked at, and nothing of other folders', () => {
    const incomplete = { rows: [row('a'), row('b')], complete: false }
    expect(match(incomplete)).toEqual(nothing)
    expect(match({ ...incomplete, gone: new Set(['b']) })).toEqual({ ...nothing, missing: ['b'] })
    expect(match({ rows: [row('a', { folderId: 'other' }), row('b', { folderId: null })] })).toEqual(nothing)
  })

  it('know a renamed file by its id on the drive, size and time', () => {
    const moved = [{ id: 'a', path: '/m/b.safetensors', fileId: '1:a' }]
    const renamed = file('b', { fileId: '1:a', fingerprint: '10-a|b.png:1-1' })
    const expected = { ...nothing, moved, toRead: ['/m/b.safetensors'] }
    expect(match({ rows: [row('a')], found: [renamed] })).toEqual(expected)
    expect(match({ rows: [row('a', { missing: true })], found: [renamed] })).toEqual(expected)
    const other = [row('a', { folderId: 'other' })]
    expect(match({ rows: other, found: [renamed], gone: new Set(['a']) })).toEqual(expected)
    // There still, under its old name: a second link to one file.
    expect(match({ rows: other, found: [renamed] })).toEqual({ ...nothing, toRead: ['/m/b.safetensors'] })
  })

  it('take a new file that got a freed id for what it is', () => {
    const found = [file('b', { fileId: '1:a', fingerprint: '99-9' })]
    expect(match({ rows: [row('a')], found })).toEqual({ ...nothing, toRead: ['/m/b.safetensors'], missing: ['a'] })
  })
})
