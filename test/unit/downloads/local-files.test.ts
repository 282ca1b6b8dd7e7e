import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyHashing } from '../../../main/downloads/copy-hashing.ts'
import { findImportable } from '../../../main/downloads/find-importable.ts'
import { placeFile, quarantineFile } from '../../../main/downloads/place-file.ts'
import { requireRoom } from '../../../main/downloads/require-room.ts'
import { publishedLora, sha256 } from '../../fixtures/published-server.ts'
import { createRandom } from '../../fixtures/seeded-bytes.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const random = createRandom(11)
const [first, second, third] = [random.bytes(5000), random.bytes(5000), random.bytes(700)]
const FILES = [publishedLora('first', first), publishedLora('second', second), publishedLora('third', third)]

function folderOf(files: Record<string, Buffer | string>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const found = async (path: string) => (await findImportable(path, FILES)).map((one) => [one.file.id, one.path])

describe('files of the catalog on a stick', () => {
  it('are told by their names among those of one size', async () => {
    const folder = folderOf({ 'a/second.safetensors': first, 'b/first.safetensors': second, 'other.txt': 'x' })
    expect(await found(folder)).toEqual([
      ['second', join(folder, 'a', 'second.safetensors')],
      ['first', join(folder, 'b', 'first.safetensors')],
    ])
  })

  it('are told by their hashes where the names say nothing', async () => {
    const folder = folderOf({ '1.safetensors': second, '2.safetensors': first, '3.bin': third })
    expect(await found(folder)).toEqual([
      ['second', join(folder, '1.safetensors')],
      ['first', join(folder, '2.safetensors')],
      ['third', join(folder, '3.bin')],
    ])
  })

  it('are not others of their size: only who names one is told what it is not', async () => {
    const folder = folderOf({ 'finetune.safetensors': Buffer.alloc(third.length) })
    expect(await found(folder)).toEqual([])
    const path = join(folder, 'finetune.safetensors')
    expect(await found(path)).toEqual([['third', path]])
  })

  it('are told apart where the size is known roughly', async () => {
    const rough = { ...FILES[2]!, bytes: { about: third.length - 1 } }
    const folder = folderOf({ 'a.safetensors': Buffer.alloc(third.length), 'b.safetensors': third })
    expect(await findImportable(folder, [rough])).toEqual([{ path: join(folder, 'b.safetensors'), file: rough }])
  })

  it('may be one file, or none', async () => {
    const folder = folderOf({ 'first.safetensors': first })
    expect(await found(join(folder, 'first.safetensors'))).toHaveLength(1)
    expect(await found(temporaryFolder())).toEqual([])
    await expect(findImportable(join(folder, 'missing'), FILES)).rejects.toThrow(/cannot be read/)
  })
})

describe('copying a file', () => {
  it('hashes what it copies, over what an earlier try left', async () => {
    const folder = folderOf({ source: first, copy: 'left' })
    const options = { from: join(folder, 'source'), to: join(folder, 'copy'), signal: new AbortController().signal }
    expect(await copyHashing({ ...options, onProgress: () => undefined })).toBe(sha256(first))
    expect(readFileSync(join(folder, 'copy')).equals(first)).toBe(true)
  })

  it('leaves no copy where it fails, and names the file that cannot be read', async () => {
    const folder = folderOf({})
    const options = { from: join(folder, 'missing'), to: join(folder, 'copy'), signal: new AbortController().signal }
    await expect(copyHashing({ ...options, onProgress: () => undefined })).rejects.toThrow(/missing" cannot be read/)
    await expect(
      copyHashing({
        ...options,
        from: folder,
        signal: AbortSignal.abort(new Error('ended')),
        onProgress: () => undefined,
      }),
    ).rejects.toThrow('ended')
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a file that has come', () => {
  it('gets its name, and never that of another', async () => {
    const folder = folderOf({ part: first, 'taken.safetensors': 'mine' })
    await expect(placeFile(join(folder, 'part'), folder, 'taken.safetensors')).rejects.toThrow(/is another file/)
    expect(readFileSync(join(folder, 'taken.safetensors'), 'utf8')).toBe('mine')
    expect(await placeFile(join(folder, 'part'), folder, 'free.safetensors')).toBe(join(folder, 'free.safetensors'))
    expect(readdirSync(folder)).toEqual(['free.safetensors', 'taken.safetensors'])
  })

  it('and is wrong lies apart, the latest of its name', async () => {
    const folder = folderOf({ one: 'one', two: 'two' })
    const kept = await quarantineFile(join(folder, 'one'), folder, 'model.safetensors')
    expect(await quarantineFile(join(folder, 'two'), folder, 'model.safetensors')).toBe(kept)
    expect(readFileSync(kept, 'utf8')).toBe('two')
    expect(existsSync(join(folder, 'one'))).toBe(false)
  })
})

describe('room on a drive', () => {
  it('is required with a margin, unless the drive does not tell', async () => {
    const drive = (free: number | null) => () => Promise.resolve(free)
    await expect(requireRoom('/models', 1e9, drive(2e9))).resolves.toBeUndefined()
    await expect(requireRoom('/models', 1e9, drive(null))).resolves.toBeUndefined()
    await expect(requireRoom('/models', 2.4e9, drive(2.4e9))).rejects.toThrow(
      '/models has not enough room: 2.7 GB are needed, 2.4 GB are free.',
    )
  })
})
