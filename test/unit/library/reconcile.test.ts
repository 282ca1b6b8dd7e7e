import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { insertPngChunks } from '../../../main/images/png-chunks.ts'
import { pngTextChunk } from '../../../main/images/png-text.ts'
import { encodePng } from '../../../main/images/encode-png.ts'
import type { LibraryChange } from '../../../main/library/library.ts'
import {
  addPlainPicture,
  libraryPlaces,
  openTestLibrary,
  plainPicture,
  savePlainPicture,
} from '../../fixtures/library.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const parent = temporaryFolder()
const NOTHING = { imported: 0, moved: 0, missing: 0, returned: 0, temporariesRemoved: 0, problems: [] }

async function setUp() {
  const places = libraryPlaces(parent)
  const changes: LibraryChange[] = []
  const library = await openTestLibrary(places, { onChange: (change) => changes.push(change) })
  return { ...places, library, changes, day: join(places.picturesFolder, '2026', '11-23') }
}

describe('reconcile', () => {
  it('has nothing to do where rows and files agree, or where there is no folder yet', async () => {
    const { library, day, changes } = await setUp()
    expect(await library.reconcile()).toEqual(NOTHING)
    await addPlainPicture(library, day, 1)
    expect(await library.reconcile()).toEqual(NOTHING)
    expect(changes).toEqual([])
    await library.close()
  })

  it('takes in pictures that have a recipe and no row', async () => {
    const { library, day, changes } = await setUp()
    const path = await savePlainPicture(day, 1, { prompt: 'a found fox' })
    await savePlainPicture(join(day, 'deeper', 'still'), 2)
    expect(await library.reconcile()).toEqual({ ...NOTHING, imported: 2 })
    const { images } = library.images.page({ sort: 'newest', search: 'found' }, { limit: 5 })
    expect(images).toHaveLength(1)
    expect(library.images.detail(images[0]?.id ?? '')).toMatchObject({
      path,
      recipe: plainPicture(1, { prompt: 'a found fox' }).recipe,
    })
    expect(changes.flatMap((change) => (change.type === 'imagesAdded' ? change.images : []))).toHaveLength(2)
    expect(await library.reconcile()).toEqual(NOTHING)
    await library.close()
  })

  it('leaves alone what is no picture of ours, and says what is damaged', async () => {
    const { library, day } = await setUp()
    const path = await savePlainPicture(day, 1)
    const own = readFileSync(path)
    const { pixels } = plainPicture(1)
    const foreign = await encodePng({ pixels, width: 16, height: 16, text: new Map([['parameters', 'a fox']]) })
    const resized = await encodePng({
      pixels: new Uint8Array(3 * 64),
      width: 8,
      height: 8,
      text: new Map([['onestroke_recipe', JSON.stringify(plainPicture(1).recipe)]]),
    })
    writeFileSync(join(day, 'foreign.png'), foreign)
    writeFileSync(join(day, 'resized.png'), resized)
    writeFileSync(join(day, 'empty.png'), '')
    writeFileSync(join(day, 'notes.txt'), own)
    writeFileSync(join(day, '.hidden.png'), own)
    writeFileSync(join(day, 'text.png'), 'no picture')
    writeFileSync(join(day, 'cut-off.png'), own.subarray(0, 60))
    const newer = insertPngChunks(foreign, [pngTextChunk('onestroke_recipe', '{"version":99}')])
    writeFileSync(join(day, 'newer.png'), newer)
    writeFileSync(join(day, 'broken.png'), insertPngChunks(foreign, [pngTextChunk('onestroke_recipe', '{')]))
    const { imported, problems } = await library.reconcile()
    expect(imported).toBe(1)
    expect(problems.toSorted()).toEqual([
      'broken.png: The recipe in this picture is damaged.',
      'cut-off.png: The PNG file is cut off.',
      expect.stringMatching(/^newer\.png: .*newer Onestroke/),
    ])
    await library.close()
  })

  it('reads a recipe that comes after much other text', async () => {
    const { library, day } = await setUp()
    const path = await savePlainPicture(day, 1)
    const long = pngTextChunk('workflow', 'x'.repeat(300_000))
    writeFileSync(path, insertPngChunks(readFileSync(path), [long]))
    expect(await library.reconcile()).toEqual({ ...NOTHING, imported: 1 })
    await library.close()
  })

  it('marks pictures whose file is gone, and finds them again', async () => {
    const { library, day, changes, picturesFolder } = await setUp()
    const image = await addPlainPicture(library, day, 1)
    const away = `${picturesFolder}-away`
    renameSync(picturesFolder, away)
    expect(await library.reconcile()).toEqual({ ...NOTHING, missing: 1 })
    expect(library.images.get(image.id)?.present).toBe(false)
    expect(await library.reconcile()).toEqual(NOTHING)
    renameSync(away, picturesFolder)
    expect(await library.reconcile()).toEqual({ ...NOTHING, returned: 1 })
    expect(library.images.get(image.id)).toEqual(image)
    const changed = { type: 'imagesChanged', ids: [image.id] }
    expect(changes).toEqual([changed, changed])
    await library.close()
  })

  it('recognises pictures that were moved or renamed', async () => {
    const { library, day, picturesFolder } = await setUp()
    const image = await addPlainPicture(library, day, 1)
    library.images.change([image.id], { rating: 3 })
    const moved = join(picturesFolder, 'favourites', 'fox.png')
    mkdirSync(join(picturesFolder, 'favourites'))
    renameSync(library.images.path(image.id) ?? '', moved)
    expect(await library.reconcile()).toEqual({ ...NOTHING, missing: 1, moved: 1 })
    expect(library.images.detail(image.id)).toMatchObject({ path: moved, present: true, rating: 3 })
    expect(library.images.count()).toBe(1)
    await library.close()
  })

  it('takes a copy for a picture of its own, and another picture under an old name for another', async () => {
    const { library, day } = await setUp()
    const image = await addPlainPicture(library, day, 1)
    const path = library.images.path(image.id) ?? ''
    copyFileSync(path, join(day, 'copy.png'))
    expect(await library.reconcile()).toEqual({ ...NOTHING, imported: 1 })
    rmSync(path)
    rmSync(join(day, 'copy.png'))
    expect(await library.reconcile()).toEqual({ ...NOTHING, missing: 2 })
    renameSync(await savePlainPicture(day, 2, { prompt: 'another one altogether' }), path)
    expect(await library.reconcile()).toEqual({ ...NOTHING, imported: 1 })
    expect(library.images.get(image.id)?.present).toBe(false)
    await library.close()
  })

  it('looks after pictures outside its folder, without taking in others there', async () => {
    const { library, picturesFolder } = await setUp()
    const outside = `${picturesFolder}-elsewhere`
    const image = await addPlainPicture(library, outside, 1)
    await savePlainPicture(outside, 2)
    expect(await library.reconcile()).toEqual(NOTHING)
    rmSync(library.images.path(image.id) ?? '')
    expect(await library.reconcile()).toEqual({ ...NOTHING, missing: 1 })
    await library.close()
  })

  it('does not mind pictures that are about to be deleted', async () => {
    const { library, day } = await setUp()
    const image = await addPlainPicture(library, day, 1)
    const { undoToken } = library.images.delete([image.id])
    expect(await library.reconcile()).toEqual(NOTHING)
    expect(library.images.undoDelete(undoToken)).toEqual([image.id])
    expect(library.images.get(image.id)).toEqual(image)
    await library.close()
  })

  it('removes unfinished files whose writer is gone', async () => {
    const { library, day } = await setUp()
    mkdirSync(day, { recursive: true })
    const write = (name: string) => {
      writeFileSync(join(day, name), 'half')
      return join(day, name)
    }
    // Process numbers end at 2^22 on Linux and at 99999 on macOS.
    const abandoned = write('.onestroke-tmp-9999999-aa')
    const alive = write(`.onestroke-tmp-${process.pid}-bb`)
    const old = write(`.onestroke-tmp-${process.pid}-cc`)
    const hoursAgo = Date.now() / 1000 - 7200
    utimesSync(old, hoursAgo, hoursAgo)
    expect(await library.reconcile()).toEqual({ ...NOTHING, temporariesRemoved: 2 })
    expect([abandoned, alive, old].map((path) => existsSync(path))).toEqual([false, true, false])
    await library.close()
  })

  it('stops when told to, and when the library closes', async () => {
    const { library, day } = await setUp()
    await savePlainPicture(day, 1)
    await expect(library.reconcile(AbortSignal.abort())).rejects.toThrow('aborted')
    const [running] = await Promise.allSettled([library.reconcile(), library.close()])
    expect(running).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } })
  })
})
