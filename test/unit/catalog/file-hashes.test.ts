import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFileHasher } from '../../../main/catalog/file-hashes.ts'
import { writeSafetensors } from '../../../models/checkpoints/write-safetensors.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { goldenPath } from '../../golden/tiny-models.ts'

const folder = temporaryFolder()
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
let cachePath: string
let cases = 0

beforeEach(() => {
  cases += 1
  cachePath = join(folder, `case-${cases}`, 'cache.json')
})

function safetensors(name: string, value: number): string {
  const path = join(folder, name)
  writeFileSync(path, writeSafetensors(new Map([['x', { shape: [2], values: Float32Array.of(value, 1) }]])))
  utimesSync(path, 1_000, 1_000)
  return path
}

describe('createFileHasher', () => {
  it('hashes the whole file, and its tensor data without the header', async () => {
    // Larger than one chunk of reading.
    const path = goldenPath('sd15-tiny.safetensors')
    const bytes = readFileSync(path)
    expect(bytes.length).toBeGreaterThan(8 * 1024 * 1024)
    const header = 8 + Number(bytes.readBigUInt64LE(0))
    expect(await createFileHasher(cachePath).hash(path)).toEqual({
      sha256: sha256(bytes),
      contentSha256: sha256(bytes.subarray(header)),
    })
  })

  it('hashes a file once while its size and time stay', async () => {
    const path = safetensors('same.safetensors', 1)
    const hasher = createFileHasher(cachePath)
    const first = await hasher.hash(path)
    safetensors('same.safetensors', 2)
    expect(await hasher.hash(path)).toEqual(first)
    utimesSync(path, 1_000, 2_000)
    expect((await hasher.hash(path)).sha256).toBe(sha256(readFileSync(path)))
  })

  it('remembers across runs what was saved', async () => {
    const path = safetensors('kept.safetensors', 1)
    const hasher = createFileHasher(cachePath)
    const first = await hasher.hash(path)
    await hasher.save()
    safetensors('kept.safetensors', 2)
    expect(await createFileHasher(cachePath).hash(path)).toEqual(first)
  })

  it('knows where files were, also what another program has hashed since', async () => {
    const [ours, theirs] = [createFileHasher(cachePath), createFileHasher(cachePath)]
    const path = safetensors('first.safetensors', 5)
    const { sha256: hash } = await ours.hash(path)
    const copy = safetensors('copy.safetensors', 5)
    await theirs.hash(copy)
    await theirs.save()
    expect(ours.pathsOf(hash)).toEqual([path, copy])
    expect(ours.pathsOf('0'.repeat(64))).toEqual([])
    await ours.save()
    expect(createFileHasher(cachePath).pathsOf(hash).toSorted()).toEqual([copy, path])
  })

  it('does not write what has not changed', async () => {
    const hasher = createFileHasher(cachePath)
    await hasher.hash(safetensors('once.safetensors', 1))
    await hasher.save()
    const { ino } = statSync(cachePath)
    const again = createFileHasher(cachePath)
    await again.hash(join(folder, 'once.safetensors'))
    await again.save()
    expect(statSync(cachePath).ino).toBe(ino)
  })

  it.each(['', '{', '{"a":1}', '[]'])('starts anew where the cache holds %j', async (text) => {
    mkdirSync(join(cachePath, '..'))
    writeFileSync(cachePath, text)
    const path = safetensors('anew.safetensors', 1)
    expect((await createFileHasher(cachePath).hash(path)).sha256).toBe(sha256(readFileSync(path)))
  })

  it('does without a cache that cannot be written, and leaves nothing of it', async () => {
    mkdirSync(cachePath, { recursive: true })
    const hasher = createFileHasher(cachePath)
    await hasher.hash(safetensors('unsaved.safetensors', 1))
    await expect(hasher.save()).resolves.toBeUndefined()
    expect(readdirSync(join(cachePath, '..'))).toEqual(['cache.json'])
  })

  it('stops reading a large file at once on demand', async () => {
    const path = safetensors('huge.safetensors', 1)
    truncateSync(path, 30e9)
    const controller = new AbortController()
    const started = performance.now()
    setTimeout(() => controller.abort(), 50)
    await expect(createFileHasher(cachePath).hash(path, controller.signal)).rejects.toThrow(/abort/i)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
