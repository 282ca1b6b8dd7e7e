import { existsSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openPartFile, removePart, type PartFile } from '../../../main/downloads/part-file.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const SOURCE = { url: 'https://models.example/a', etag: '"a"', size: 100 }
let parts = 0
const newPath = () => join(temporaryFolder(), `${++parts}.part`)

async function open(path: string): Promise<PartFile> {
  const part = await openPartFile(path)
  onTestFinished(() => part.close().catch(() => undefined))
  return part
}

describe('a part of a file', () => {
  it('is found again as it was on record, wherever its pieces lie', async () => {
    const path = newPath()
    const part = await open(path)
    expect(part.state()).toBeNull()
    await part.begin(SOURCE)
    await part.write(Buffer.alloc(10, 1), 50)
    await part.write(Buffer.alloc(10, 2), 0)
    await part.checkpoint()
    await part.write(Buffer.alloc(10, 3), 90)
    await part.close()
    const again = await open(path)
    expect(again.state()).toEqual({
      ...SOURCE,
      mixed: false,
      done: [
        { start: 0, end: 10 },
        { start: 50, end: 60 },
      ],
    })
    const bytes = Buffer.alloc(10)
    expect(await again.read(bytes, 50)).toBe(10)
    expect(bytes.equals(Buffer.alloc(10, 1))).toBe(true)
  })

  it('that was cut off on the disk counts only as far as it reaches', async () => {
    const path = newPath()
    const part = await open(path)
    await part.begin(SOURCE)
    await part.write(Buffer.alloc(80), 0)
    await part.checkpoint()
    await part.close()
    truncateSync(path, 30)
    expect((await open(path)).state()?.done).toEqual([{ start: 0, end: 30 }])
  })

  it.each(['', '{', '{"url":1}', 'null', '{"url":"a","etag":null,"size":0,"done":[],"mixed":false}'])(
    'whose record is %j begins anew',
    async (record) => {
      const path = newPath()
      writeFileSync(path, 'bytes')
      writeFileSync(`${path}.json`, record)
      expect((await open(path)).state()).toBeNull()
    },
  )

  it('that is begun or given up forgets what was there', async () => {
    const path = newPath()
    const part = await open(path)
    await part.begin(SOURCE)
    await part.write(Buffer.alloc(80), 0)
    await part.begin({ ...SOURCE, etag: '"b"' })
    expect(part.state()).toMatchObject({ etag: '"b"', done: [] })
    expect(readFileSync(path)).toHaveLength(0)
    await part.discard()
    expect(part.state()).toBeNull()
    expect(existsSync(`${path}.json`)).toBe(false)
  })

  it('that goes on from elsewhere is marked as mixed', async () => {
    const part = await open(newPath())
    await part.begin(SOURCE)
    part.adopt({ url: 'https://other.example/a', etag: null })
    expect(part.state()).toMatchObject({ url: 'https://other.example/a', etag: null, mixed: true })
  })

  it('is removed with its record', async () => {
    const path = newPath()
    const part = await open(path)
    await part.begin(SOURCE)
    await part.close()
    await removePart(path)
    expect([existsSync(path), existsSync(`${path}.json`)]).toEqual([false, false])
    await removePart(path)
  })

  it.skipIf(process.platform === 'win32')('is not written through a link', async () => {
    const path = newPath()
    const target = join(temporaryFolder(), 'precious')
    writeFileSync(target, 'precious')
    symlinkSync(target, path)
    await expect(openPartFile(path)).rejects.toThrow(/cannot be written/)
    expect(readFileSync(target, 'utf8')).toBe('precious')
  })
})
