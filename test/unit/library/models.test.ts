import { describe, expect, it } from 'vitest'
import { createModelStores } from '../../../main/library/models.ts'
import { openMemoryDatabase } from './memory-library.ts'

const open = () => createModelStores(openMemoryDatabase(), () => 5)
const checkpoint = { kind: 'checkpoint', path: '/m/a.safetensors', details: { family: 'sd15' } } as const
const lora = { kind: 'lora', path: '/m/b.safetensors', details: {} } as const
const hashes = { sha256: 'a'.repeat(64), contentSha256: 'b'.repeat(64) }

describe('models', () => {
  it('keep their id and place when added again', () => {
    const { models } = open()
    const first = models.add(checkpoint)
    const second = models.add(lora)
    expect(first).toEqual({
      ...checkpoint,
      id: expect.stringMatching(/^[a-z0-9]{16}$/) as string,
      addedAt: 5,
      folderId: null,
      missing: false,
      hidden: false,
      fingerprint: '',
      fileId: '',
      hashes: null,
    })
    const again = models.add({ ...checkpoint, details: { family: 'sdxl' } })
    expect(again).toEqual({ ...first, details: { family: 'sdxl' } })
    expect(models.list()).toEqual([again, second])
    expect([models.remove(first.id), models.remove(first.id)]).toEqual([true, false])
    expect(models.get(first.id)).toBeNull()
    expect(models.get(second.id)).toEqual(second)
  })

  it('are the same objects until they change', () => {
    const { models } = open()
    models.add(checkpoint)
    const { id } = models.add(lora)
    const before = models.list()
    expect(models.list()).toBe(before)
    models.change(id, { missing: true })
    expect(models.list()[0]).toBe(before[0])
    expect(models.list()[1]).toEqual({ ...before[1], missing: true })
  })

  it('come back from the database as they were changed', () => {
    const db = openMemoryDatabase()
    const { models, modelFolders } = createModelStores(db, () => 5)
    const folder = modelFolders.add({ path: '/m', program: 'comfyui' })
    const { id } = models.add({ ...lora, folderId: folder.id, fingerprint: '1-2', fileId: '3:4' })
    const changed = models.change(id, { path: '/m/c.safetensors', hidden: true, missing: true, hashes })
    expect(changed).toMatchObject({ folderId: folder.id, fingerprint: '1-2', fileId: '3:4', hidden: true, hashes })
    expect(models.at('/m/b.safetensors')).toBeNull()
    expect(models.at('/m/c.safetensors')).toBe(changed)
    expect(createModelStores(db, () => 6).models.list()).toEqual([changed])
    expect(models.change(id, { hashes: null, folderId: null })).toMatchObject({ hashes: null, folderId: null })
    expect(models.change('nothing', { missing: true })).toBeNull()
  })

  it('lose their hashes where they are added again and may be other files', () => {
    const { models } = open()
    const { id } = models.add({ ...lora, fingerprint: '1-2' })
    models.change(id, { hashes })
    expect(models.add({ ...lora, fingerprint: '1-2' })).toMatchObject({ id, hashes })
    expect(models.add(lora)).toMatchObject({ id, hashes: null })
  })

  it('go with their folder, and only with theirs', () => {
    const { models, modelFolders } = open()
    const folder = modelFolders.add({ path: '/m', program: null })
    models.add({ ...lora, folderId: folder.id })
    const own = models.add(checkpoint)
    expect(modelFolders.add({ path: '/m', program: 'a1111' })).toEqual({ ...folder, program: 'a1111' })
    expect([modelFolders.remove(folder.id), modelFolders.remove(folder.id)]).toEqual([true, false])
    expect(models.list()).toEqual([own])
    expect(models.at(lora.path)).toBeNull()
  })

  it('are written together or not at all', () => {
    const { models } = open()
    const fails = () =>
      models.together(() => {
        models.add(checkpoint)
        throw new Error('cut off')
      })
    expect(fails).toThrow('cut off')
    expect(models.list()).toEqual([])
    models.together(() => [models.add(checkpoint), models.add(lora)])
    expect(models.list()).toHaveLength(2)
  })
})
