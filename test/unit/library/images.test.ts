import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FileError } from '../../../main/files/file-error.ts'
import {
  addPlainPicture,
  libraryPlaces,
  openTestLibrary,
  plainPicture,
  savePlainPicture,
} from '../../fixtures/library.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const parent = temporaryFolder()

async function setUp() {
  const places = libraryPlaces(parent)
  return { ...places, library: await openTestLibrary(places) }
}

describe('pictures of the library', () => {
  it('come back with everything their recipe says', async () => {
    const { library, picturesFolder } = await setUp()
    const first = await addPlainPicture(library, picturesFolder, 1)
    const recipe = { negativePrompt: 'rain', seed: 2 ** 53 - 1, createdAt: '2026-11-24T12:00:00.000Z' }
    const second = await addPlainPicture(library, picturesFolder, 2, { recipe, parentId: first.id })
    const path = join(picturesFolder, 'picture-2.png')
    const { recipe: whole } = plainPicture(2, recipe)
    expect(second).toEqual({
      id: second.id,
      width: 16,
      height: 16,
      prompt: 'a red fox',
      seed: 2 ** 53 - 1,
      modelName: 'Built-in',
      steps: 2,
      starred: false,
      rating: 0,
      createdAt: Date.UTC(2026, 10, 24, 12),
      present: true,
    })
    const detail = library.images.detail(second.id)
    expect(detail).toMatchObject({
      ...second,
      negativePrompt: 'rain',
      recipe: whole,
      fileName: 'picture-2.png',
      path,
      pixelSha256: whole.result.pixelSha256,
      device: 'CPU (cpu)',
      totalMs: 170.5,
      boardIds: [],
      parentId: first.id,
      childIds: [],
    })
    expect(detail?.infotext).toContain('Negative prompt: rain\nSteps: 2, Sampler: TCD')
    expect(detail?.fileBytes).toBeGreaterThan(500)
    expect(library.images.detail(first.id)?.childIds).toEqual([second.id])
    expect(library.images.recipe(second.id)).toEqual(whole)
    expect(library.images.path(second.id)).toBe(path)
    await library.close()
  })

  it('are still there when the library is opened again', async () => {
    const { library, databasePath, picturesFolder } = await setUp()
    const image = await addPlainPicture(library, picturesFolder, 1)
    library.images.change([image.id], { starred: true })
    await library.close()
    const again = await openTestLibrary({ databasePath, picturesFolder })
    expect(again.images.page({ sort: 'newest' }, { limit: 5 })).toEqual({
      images: [{ ...image, starred: true }],
      nextCursor: null,
      total: 1,
    })
    await again.close()
  })

  it('can be starred and rated; unknown ids are left out', async () => {
    const { library, picturesFolder } = await setUp()
    const { id } = await addPlainPicture(library, picturesFolder, 1)
    const other = await addPlainPicture(library, picturesFolder, 2)
    expect(library.images.change([id, 'x'.repeat(16)], { starred: true, rating: 4 })).toEqual([id])
    expect(library.images.change([id], { rating: 5 })).toEqual([id])
    expect(library.images.get(id)).toMatchObject({ starred: true, rating: 5 })
    expect(library.images.get(other.id)).toEqual(other)
    await library.close()
  })

  it('count anew after each change, though totals are remembered', async () => {
    const { library, picturesFolder } = await setUp()
    const image = await addPlainPicture(library, picturesFolder, 1)
    const total = () => library.images.page({ sort: 'newest', starred: true }, { limit: 1 }).total
    expect([total(), total()]).toEqual([0, 0])
    library.images.change([image.id], { starred: true })
    expect([total(), library.images.count(), library.images.facets().steps]).toEqual([1, 1, [{ value: 2, count: 1 }]])
    await library.close()
  })

  it('are refused where their file is not there', async () => {
    const { library, picturesFolder } = await setUp()
    const path = await savePlainPicture(picturesFolder, 1)
    rmSync(path)
    const picture = { path, recipe: plainPicture(1).recipe, thumbnails: null, parentId: null, jobId: null }
    await expect(library.images.add(picture)).rejects.toThrow(FileError)
    expect(library.images.count()).toBe(0)
    await library.close()
  })

  it('are one row for one file, whoever adds it first', async () => {
    const { library, picturesFolder } = await setUp()
    const path = await savePlainPicture(picturesFolder, 1)
    await library.reconcile()
    const [found] = library.images.page({ sort: 'newest' }, { limit: 2 }).images
    const parentImage = await addPlainPicture(library, picturesFolder, 2)
    const picture = { path, recipe: plainPicture(1).recipe, thumbnails: null, parentId: parentImage.id, jobId: null }
    expect((await library.images.add(picture)).id).toBe(found?.id)
    expect(library.images.detail(found?.id ?? '')?.parentId).toBe(parentImage.id)
    expect(library.images.count()).toBe(2)
    await library.close()
  })

  it('lose their file to another picture of the same name', async () => {
    const { library, picturesFolder } = await setUp()
    const old = await addPlainPicture(library, picturesFolder, 1)
    const path = library.images.path(old.id) ?? ''
    rmSync(path)
    writeFileSync(path, 'another')
    const picture = { path, recipe: plainPicture(2).recipe, thumbnails: null, parentId: null, jobId: null }
    const added = await library.images.add(picture)
    expect(library.images.get(old.id)?.present).toBe(false)
    expect(library.images.get(added.id)?.present).toBe(true)
    await library.close()
  })
})

describe('thumbnails', () => {
  it('are stored with the picture, or made from its file', async () => {
    const { library, picturesFolder } = await setUp()
    const path = await savePlainPicture(picturesFolder, 1)
    const thumbnails = { 256: Buffer.from('small'), 512: Buffer.from('large') }
    const picture = { path, recipe: plainPicture(1).recipe, thumbnails, parentId: null, jobId: null }
    const given = await library.images.add(picture)
    expect(Buffer.from((await library.thumbnails.get(given.id, 512)) ?? '').toString()).toBe('large')
    const { id } = await addPlainPicture(library, picturesFolder, 2)
    const [made, same] = await Promise.all([library.thumbnails.get(id, 256), library.thumbnails.get(id, 256)])
    expect(Buffer.from(made ?? '').toString('latin1', 8, 12)).toBe('WEBP')
    expect(same).toEqual(made)
    rmSync(library.images.path(id) ?? '')
    expect(Buffer.from((await library.thumbnails.get(id, 256)) ?? '')).toEqual(Buffer.from(made ?? ''))
    await library.close()
  })

  it('are null for unknown pictures and files that are gone or damaged', async () => {
    const { library, picturesFolder } = await setUp()
    const gone = await addPlainPicture(library, picturesFolder, 1)
    rmSync(library.images.path(gone.id) ?? '')
    const damaged = await addPlainPicture(library, picturesFolder, 2)
    writeFileSync(library.images.path(damaged.id) ?? '', 'no picture')
    for (const id of [gone.id, damaged.id, 'x'.repeat(16)]) expect(await library.thumbnails.get(id, 256)).toBeNull()
    await library.close()
  })

  it('are made again where their file is damaged', async () => {
    const { library, databasePath, picturesFolder } = await setUp()
    const { id } = await addPlainPicture(library, picturesFolder, 1)
    const before = await library.thumbnails.get(id, 256)
    await library.close()
    writeFileSync(`${databasePath}.thumbnails`, 'no database, but long enough to be taken for one'.repeat(100))
    const again = await openTestLibrary({ databasePath, picturesFolder })
    expect(Buffer.from((await again.thumbnails.get(id, 256)) ?? '')).toEqual(Buffer.from(before ?? ''))
    await again.close()
  })
})
