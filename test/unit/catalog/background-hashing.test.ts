import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createBackgroundHashing } from '../../../main/catalog/background-hashing.ts'
import { createFileHasher, type FileHasher } from '../../../main/catalog/file-hashes.ts'
import { createModelStores } from '../../../main/library/models.ts'
import type { Hashing } from '../../../main/server/contract/models.ts'
import { loraBytes, put } from '../../fixtures/model-files.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { openMemoryDatabase } from '../library/memory-library.ts'

const parent = temporaryFolder()
const TIMES = { tellMs: 0, busyMs: 2, restMs: 0 }

function open({
  hasher,
  isBusy = () => false,
  tellMs = 0,
}: { hasher?: FileHasher; isBusy?: () => boolean; tellMs?: number } = {}) {
  const folder = mkdtempSync(join(parent, 'models-'))
  const { models: store, modelFolders } = createModelStores(openMemoryDatabase(), Date.now)
  const told: Hashing[] = []
  const errors: unknown[] = []
  const hashing = createBackgroundHashing({
    store,
    isPresent: ({ missing }) => !missing,
    hasher: hasher ?? createFileHasher(join(folder, 'hashes.json')),
    isBusy,
    onChange: (state) => told.push(state),
    onHashed: () => undefined,
    reportError: (error) => errors.push(error),
    times: { ...TIMES, tellMs },
  })
  onTestFinished(() => hashing.close())
  const add = (name: string, bytes: Uint8Array = loraBytes(name.length)) =>
    store.add({
      kind: 'lora',
      path: put(join(folder, `${name}.safetensors`), bytes),
      details: { name, family: null, fileBytes: 1 },
    })
  const finished = () => vi.waitFor(() => expect(hashing.state()).toBeNull(), { timeout: 5000, interval: 5 })
  return { folder, store, modelFolders, told, errors, hashing, add, finished }
}

describe('hashing in the background', () => {
  it('finds each file’s SHA-256, and that of its tensors alone', async () => {
    const { store, add, hashing, errors } = open()
    const bytes = loraBytes(7)
    const { id } = add('ink', bytes)
    hashing.wake()
    await vi.waitFor(() => expect(store.get(id)?.hashes).not.toBeNull())
    const header = Number(bytes.readBigUInt64LE(0))
    const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')
    expect(store.get(id)?.hashes).toEqual({ sha256: sha256(bytes), contentSha256: sha256(bytes.subarray(8 + header)) })
    expect(errors).toEqual([])
  })

  it('goes from the newest to the oldest, and takes a chosen one first', async () => {
    const { store, add, told, hashing } = open()
    const [oldest] = [add('first'), add('second'), add('third')]
    hashing.prefer(oldest.id)
    await vi.waitFor(() => expect(store.list().every(({ hashes }) => hashes !== null)).toBe(true))
    const names = told.flatMap((state) => (state === null ? [] : [state.name]))
    expect([...new Set(names)]).toEqual(['first', 'third', 'second'])
    await vi.waitFor(() => expect(told.at(-1)).toBeNull())
    const waiting = told.flatMap((state) => (state === null ? [] : [state.waiting]))
    expect([...new Set(waiting)]).toEqual([2, 1, 0])
  })

  it('tells how far it is, not too often', async () => {
    const { add, told, hashing, finished } = open({ tellMs: 60_000 })
    add('large', Buffer.concat([loraBytes(1), Buffer.alloc(20_000_000)]))
    hashing.wake()
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0))
    await finished()
    expect(told.length).toBeLessThanOrEqual(2)
    const other = open()
    other.add('large', Buffer.concat([loraBytes(1), Buffer.alloc(20_000_000)]))
    other.hashing.wake()
    await vi.waitFor(() => expect(other.told.at(-1)).toBeNull(), { timeout: 5000 })
    const done = other.told.flatMap((state) => (state === null ? [] : [state.doneBytes / state.totalBytes]))
    expect(done.length).toBeGreaterThan(3)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done.at(-1)).toBe(1)
  })

  it('rests while a picture is made, also in the middle of a file', async () => {
    let busy = true
    const { store, add, hashing, told } = open({ isBusy: () => busy })
    const { id } = add('large', Buffer.concat([loraBytes(1), Buffer.alloc(30_000_000)]))
    hashing.wake()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(told).toEqual([])
    busy = false
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(1), { interval: 1 })
    busy = true
    await new Promise((resolve) => setTimeout(resolve, 50))
    const before = told.length
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([told.length, store.get(id)?.hashes]).toEqual([before, null])
    busy = false
    await vi.waitFor(() => expect(store.get(id)?.hashes).not.toBeNull(), { timeout: 5000 })
  })

  it('stops within moments, and keeps nothing of what was half done', async () => {
    const { store, add, hashing, told, errors } = open()
    const { id } = add('large', Buffer.concat([loraBytes(1), Buffer.alloc(60_000_000)]))
    hashing.wake()
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(1), { interval: 1 })
    const started = performance.now()
    await hashing.close()
    expect(performance.now() - started).toBeLessThan(500)
    expect([store.get(id)?.hashes, errors]).toEqual([null, []])
    hashing.wake()
    expect(hashing.state()).toBeNull()
  })

  it('leaves out what cannot be read, and goes on', async () => {
    const { folder, store, add, hashing, errors } = open()
    const good = add('good')
    store.add({ kind: 'lora', path: join(folder, 'gone.safetensors'), details: {} })
    store.add({ kind: 'checkpoint', path: folder, details: {} })
    hashing.wake()
    await vi.waitFor(() => expect(store.get(good.id)?.hashes).not.toBeNull())
    expect(errors).toEqual([])
  })

  it('throws away what it found of a file that was written to meanwhile', async () => {
    const { folder, store, add, hashing, told } = open()
    const { id } = add('large', Buffer.concat([loraBytes(1), Buffer.alloc(30_000_000)]))
    hashing.wake()
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(1), { interval: 1 })
    writeFileSync(join(folder, 'large.safetensors'), loraBytes(2))
    await vi.waitFor(() => expect(hashing.state()).toBeNull(), { timeout: 5000 })
    expect(store.get(id)?.hashes).toBeNull()
  })

  it('knows a model by its hash that came back under another name', async () => {
    const { store, modelFolders, add, hashing, folder } = open()
    const { id: folderId } = modelFolders.add({ path: folder, program: null })
    const old = add('old', loraBytes(5))
    hashing.wake()
    await vi.waitFor(() => expect(store.get(old.id)?.hashes).not.toBeNull())
    store.change(old.id, { missing: true, folderId })
    const renamed = add('renamed', loraBytes(5))
    store.change(renamed.id, { folderId })
    hashing.wake()
    await vi.waitFor(() => expect(store.list()).toHaveLength(1))
    expect(store.list()[0]).toMatchObject({
      id: old.id,
      path: renamed.path,
      missing: false,
      details: { name: 'renamed' },
    })
  })
})
