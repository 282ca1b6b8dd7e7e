import { describe, expect, it } from 'vitest'
import { DownloadError } from '../../../main/downloads/download-error.ts'
import { readRangeAnswer } from '../../../main/downloads/range-answer.ts'

const SHA256 = 'ab'.repeat(32)
const FILE = { sha256: SHA256, bytes: 1000, hasSize: (size: number) => size === 1000 }
const ASKED = { start: 100, end: 200 }

function answer(status: number, headers: Record<string, string>, promisedSha256: string | null = null) {
  return { status, host: 'models.example', promisedSha256, header: (name: string) => headers[name] ?? null }
}

function read(...given: Parameters<typeof answer>) {
  return readRangeAnswer(answer(...given), ASKED, FILE)
}

/** What may help against a refused answer. */
function remedyOf(...given: Parameters<typeof answer>): string {
  try {
    read(...given)
    return 'none needed'
  } catch (error) {
    if (error instanceof DownloadError) return error.remedy
    throw error
  }
}

describe('an answer with a range', () => {
  it('is what was asked for, or its beginning', () => {
    const part = { 'content-range': 'bytes 100-199/1000', etag: '"a"' }
    expect(read(206, part)).toEqual({ range: ASKED, whole: false, size: 1000, etag: '"a"' })
    expect(read(206, { 'content-range': 'bytes 100-149/1000' })).toMatchObject({
      range: { start: 100, end: 150 },
      etag: null,
    })
    expect(read(206, { ...part, etag: 'W/"a"' }).etag).toBeNull()
  })

  it.each([
    'bytes 0-99/1000',
    'bytes 101-199/1000',
    'bytes 100-200/1000',
    'bytes 100-99/1000',
    'bytes 100-199/*',
    'bytes */1000',
    'items 100-199/1000',
    'bytes 100-199/1000, 300-400/1000',
    '',
    'bytes 100-99999999999999999/1000',
  ])('is refused where it says %j', (value) => expect(remedyOf(206, { 'content-range': value })).toBe('source'))

  it('is refused of a file of another size', () => {
    expect(remedyOf(206, { 'content-range': 'bytes 100-199/1001' })).toBe('source')
  })
})

describe('an answer with the whole file', () => {
  it('is taken as such', () => {
    expect(read(200, { 'content-length': '1000', etag: '"a"' })).toMatchObject({
      whole: true,
      range: { start: 0, end: 1000 },
    })
    expect(read(200, {})).toMatchObject({ whole: true, size: 1000 })
  })

  it('is refused where it is another file', () => {
    expect(remedyOf(200, { 'content-length': '999' })).toBe('source')
    expect(remedyOf(200, { 'content-length': 'x' })).toBe('source')
    expect(remedyOf(200, { 'content-length': '1000', 'content-encoding': 'gzip' })).toBe('source')
    expect(remedyOf(200, { 'content-length': '1000' }, 'cd'.repeat(32))).toBe('source')
    expect(remedyOf(200, { 'content-length': '1000' }, SHA256)).toBe('none needed')
  })
})

describe('a refusal', () => {
  it.each([
    [416, 'restart'],
    [404, 'source'],
    [403, 'source'],
    [204, 'source'],
    [304, 'source'],
    [408, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('with status %i calls for: %s', (status, remedy) => expect(remedyOf(status, {})).toBe(remedy))

  it.each([
    ['7', 7000],
    ['0', 0],
    ['99999', 120_000],
    ['soon', 0],
    ['-5', 0],
    [new Date(Date.now() - 1000).toUTCString(), 0],
  ])('that asks to wait %j is heeded within reason', (value, waitMs) => {
    expect(() => read(429, { 'retry-after': value })).toThrow(expect.objectContaining({ waitMs }))
  })
})
