import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInModel } from '../../../main/catalog/built-in-model.ts'
import { createInstalledModels, type InstalledModelsOptions } from '../../../main/catalog/installed-models.ts'
import { createModelPresence } from '../../../main/catalog/model-presence.ts'
import { createModelStores } from '../../../main/library/models.ts'
import { loraBytes, put, putCheckpoint, putTinyVae } from '../../fixtures/model-files.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { openMemoryDatabase } from '../library/memory-library.ts'

const parent = temporaryFolder()

function open(options: InstalledModelsOptions = {}) {
  const folder = mkdtempSync(join(parent, 'models-'))
  const { models: store, modelFolders } = createModelStores(openMemoryDatabase(), Date.now)
  return { folder, store, modelFolders, models: createInstalledModels(store, builtInModel(), options) }
}

describe('installed VAEs', () => {
  it('are used by id, tiny ones also by family', () => {
    const { folder, models } = open()
    const id = models.add(putTinyVae(join(folder, 'taesdxl_decoder.safetensors')))
    expect(models.vae(id)).toMatchObject({ id, name: 'taesdxl_decoder', family: 'sdxl', tiny: true })
    expect([models.tinyVae('sdxl')?.id, models.tinyVae('sd15')]).toEqual([id, null])
    expect(() => models.checkpoint(id)).toThrow('This model is not installed any more. Choose another one.')
    expect(() => models.vae('none')).toThrow('This VAE is not installed any more. Choose another one.')
    expect(models.present('vae').map((vae) => vae.id)).toEqual([id])
    expect(models.list().map(({ kind }) => kind)).toEqual(['checkpoint', 'vae'])
  })

  it('that are gone are named, and not chosen', async () => {
    const presence = createModelPresence()
    const { folder, models, store } = open({ presence })
    const path = putTinyVae(join(folder, 'taesd.safetensors'))
    const id = models.add(path)
    expect(models.tinyVae('sd15')?.id).toBe(id)
    rmSync(path)
    expect(() => models.vae(id)).toThrow(`The file of "taesd" is missing: ${path}. Connect its drive.`)
    expect([await presence.look(store.list()), models.tinyVae('sd15'), models.list()[1]?.present]).toEqual([
      true,
      null,
      false,
    ])
  })
})

describe('the list of models', () => {
  it('says which published file a model is, by its hash or, until then, by name and size', () => {
    const { store, models } = open()
    const sha256 = '2f26dcc1d883feb07557a552315baae2ca2a04ac08556b08a355a244547e8c3a'
    const details = { name: 'Hyper-SD15-2steps-lora', family: 'sd15', fileBytes: 269127064 }
    const named = store.add({ kind: 'lora', path: '/m/Hyper-SD15-2steps-lora.safetensors', details })
    const other = store.add({ kind: 'lora', path: '/m/other.safetensors', details: { ...details, name: 'other' } })
    const known = () =>
      models
        .list()
        .slice(1)
        .map(({ publishedId, distilled }) => [publishedId, distilled])
    expect(known()).toEqual([
      ['hyper-sd15-2steps', { id: 'hyper-sd15-2steps', knownBy: 'name' }],
      [null, null],
    ])
    store.change(named.id, { hashes: { sha256: 'f'.repeat(64), contentSha256: 'e'.repeat(64) } })
    store.change(other.id, { hashes: { sha256, contentSha256: 'e'.repeat(64) } })
    // Other bytes are not the published file, though a converted one still holds its weights.
    expect(known()).toEqual([
      [null, { id: 'hyper-sd15-2steps', knownBy: 'name' }],
      ['hyper-sd15-2steps', { id: 'hyper-sd15-2steps', knownBy: 'hash' }],
    ])
  })

  it('prefers a LoRA that is there where two have one name', () => {
    const { folder, store, models } = open()
    store.add({
      kind: 'lora',
      path: join(folder, 'gone', 'ink.safetensors'),
      details: { name: 'ink', family: null, fileBytes: 1 },
    })
    const id = models.add(put(join(folder, 'Ink.safetensors'), loraBytes(1)))
    expect(models.loraNamed('INK')).toEqual({ id, builtIn: false })
  })

  it('hides a model of a watched folder, and forgets one whose file is gone', () => {
    const { folder, store, modelFolders, models } = open()
    const { id: folderId } = modelFolders.add({ path: folder, program: null })
    const path = putCheckpoint(join(folder, 'painter.safetensors'))
    const { id } = store.add({
      kind: 'checkpoint',
      path,
      details: { name: 'painter', family: 'sd15', fileBytes: 1 },
      folderId,
    })
    expect([models.has(id), models.remove(id), models.has(id), models.remove(id)]).toEqual([true, true, false, false])
    expect(() => models.checkpoint(id)).toThrow('not installed any more')
    expect(store.get(id)).toMatchObject({ hidden: true })
    store.change(id, { hidden: false, missing: true })
    expect([models.remove(id), store.get(id)]).toEqual([true, null])
  })

  it('hides one that was added by itself and lies in a watched folder', () => {
    const folderIds = new Map<string, string>()
    const { folder, store, modelFolders, models } = open({ folderOf: (path) => folderIds.get(path) ?? null })
    const path = put(join(folder, 'ink.safetensors'), loraBytes(1))
    folderIds.set(path, modelFolders.add({ path: folder, program: null }).id)
    const id = models.add(path)
    models.remove(id)
    expect(store.get(id)).toMatchObject({ hidden: true, folderId: folderIds.get(path) })
  })

  it('shows what an earlier version stored', () => {
    const { folder, store, models } = open()
    const path = put(join(folder, 'ink.safetensors'), loraBytes(1))
    store.add({ kind: 'lora', path, details: { name: 'ink', family: 'sd15', fileBytes: 2604 } })
    store.add({ kind: 'lora', path: `${path}2`, details: { nonsense: true } })
    expect(models.list().slice(1)).toMatchObject([
      { name: 'ink', family: 'sd15', triggerWords: [], hashes: null, problem: null, present: true },
      { name: 'ink.safetensors2', family: null, fileBytes: 0, present: false },
    ])
  })

  it('is told in moments, however long it is', () => {
    const db = openMemoryDatabase()
    const { models: store, modelFolders } = createModelStores(db, Date.now)
    const { id: folderId } = modelFolders.add({ path: '/m', program: null })
    store.together(() => {
      for (let index = 0; index < 5000; index++) {
        const details = {
          name: `style ${index}`,
          family: 'sd15',
          fileBytes: 144_000_000,
          triggerWords: ['ink', 'paper'],
        }
        store.add({ kind: 'lora', path: `/m/style ${index}.safetensors`, details, folderId })
      }
    })
    // As after a start: nothing is in memory yet.
    const models = createInstalledModels(createModelStores(db, Date.now).models, builtInModel())
    const time = () => {
      const started = performance.now()
      expect(models.list()).toHaveLength(5001)
      return performance.now() - started
    }
    const first = time()
    const next = [time(), time(), time()].toSorted((a, b) => a - b)
    console.info(`5,000 models: ${first.toFixed(1)} ms at first, ${next[1]?.toFixed(1)} ms then`)
    expect(first).toBeLessThan(1000)
    expect(next[1]).toBeLessThan(50)
  })
})
