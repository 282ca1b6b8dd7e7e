import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { LibraryChange, LibraryOptions } from '../../../main/library/library.ts'
import { addPlainPicture, libraryPlaces, openTestLibrary } from '../../fixtures/library.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const parent = temporaryFolder()

/** A trash that takes files by removing them. */
async function takeAll(paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => unlink(path)))
}

async function setUp(options: Partial<LibraryOptions> = {}) {
  const places = libraryPlaces(parent)
  const changes: LibraryChange[] = []
  const trash = vi.fn<LibraryOptions['trash']>(takeAll)
  const open = (more: Partial<LibraryOptions> = {}) =>
    openTestLibrary(places, { trash, onChange: (change) => changes.push(change), ...options, ...more })
  const library = await open()
  const add = (shade: number) => addPlainPicture(library, places.picturesFolder, shade)
  const [first, second] = [await add(1), await add(2)]
  const path = library.images.path(first.id) ?? ''
  return { ...places, open, library, first, second, path, trash, changes }
}

describe('deleting', () => {
  it('hides pictures at once, and brings them back with all that belongs to them', async () => {
    const { library, first, second, path, trash } = await setUp({ now: () => 1000 })
    const board = library.boards.create('b')
    library.boards.changeImages(board.id, { add: [first.id], remove: [] })
    const deletion = library.images.delete([first.id, first.id, 'x'.repeat(16)])
    expect(deletion).toMatchObject({ ids: [first.id], undoUntil: 31_000 })
    expect(library.images.get(first.id)).toBeNull()
    expect(library.images.detail(first.id)).toBeNull()
    expect(library.images.recipe(first.id)).toBeNull()
    expect(library.images.change([first.id], { rating: 1 })).toEqual([])
    expect(library.images.page({ sort: 'newest', search: 'fox' }, { limit: 9 }).images).toEqual([second])
    expect(library.images.undoDelete(deletion.undoToken)).toEqual([first.id])
    expect(library.images.undoDelete(deletion.undoToken)).toEqual([])
    expect(library.images.get(first.id)).toEqual(first)
    expect(library.images.detail(first.id)?.boardIds).toEqual([board.id])
    expect(library.images.page({ sort: 'newest', search: 'fox' }, { limit: 9 }).total).toBe(2)
    await library.close()
    expect(trash).not.toHaveBeenCalled()
    expect(existsSync(path)).toBe(true)
  })

  it('moves the files to the trash after the grace period, and then forgets the pictures', async () => {
    const { library, first, path, trash, open } = await setUp({ graceMs: 20 })
    await library.thumbnails.get(first.id, 256)
    const { undoToken } = library.images.delete([first.id])
    expect(existsSync(path)).toBe(true)
    await vi.waitFor(() => expect(library.images.path(first.id)).toBeNull())
    expect(trash.mock.calls).toEqual([[[path]]])
    expect(library.images.undoDelete(undoToken)).toEqual([])
    expect(await library.thumbnails.get(first.id, 256)).toBeNull()
    await library.close()
    const again = await open()
    expect(await again.reconcile()).toMatchObject({ imported: 0, missing: 0 })
    expect(again.images.count()).toBe(1)
    await again.close()
  })

  it('is finished when the library closes', async () => {
    const { library, first, second, path, trash } = await setUp()
    library.images.delete([first.id])
    library.images.delete([second.id])
    await library.close()
    expect(trash).toHaveBeenCalledTimes(2)
    expect(existsSync(path)).toBe(false)
  })

  it('keeps pictures that the trash does not take, and says so', async () => {
    const trash = async ([first]: readonly string[]): Promise<void> => {
      await unlink(first ?? '')
      throw new Error('The disk has no trash.')
    }
    const { library, first, second, changes } = await setUp({ trash, graceMs: 5 })
    library.images.delete([first.id, second.id])
    await vi.waitFor(() => expect(changes).toHaveLength(1))
    expect(changes).toEqual([
      {
        type: 'deletionFailed',
        ids: [second.id],
        fileName: 'picture-2.png',
        reason: 'The disk has no trash.',
      },
    ])
    expect(library.images.page({ sort: 'newest' }, { limit: 9 }).images).toEqual([second])
    await library.close()
  })

  it('keeps pictures that the trash leaves without a word', async () => {
    const { library, first, second, changes } = await setUp({ trash: () => Promise.resolve(), graceMs: 5 })
    library.images.delete([first.id, second.id])
    await vi.waitFor(() => expect(changes).toHaveLength(1))
    expect(changes[0]).toEqual({
      type: 'deletionFailed',
      ids: [first.id, second.id],
      fileName: 'picture-1.png',
      reason: null,
    })
    expect(library.images.count()).toBe(2)
    await library.close()
  })

  it('removes a picture whose file is gone without asking the trash', async () => {
    const { library, first, path, trash } = await setUp()
    rmSync(path)
    library.images.delete([first.id])
    await library.close()
    expect(trash).not.toHaveBeenCalled()
  })

  it('cannot be undone while the trash is at work', async () => {
    let finish = (): void => undefined
    const trash = async (paths: readonly string[]): Promise<void> => {
      await new Promise<void>((resolve) => (finish = resolve))
      await takeAll(paths)
    }
    const { library, first } = await setUp({ trash, graceMs: 0 })
    const { undoToken } = library.images.delete([first.id])
    await wait(20)
    expect(library.images.undoDelete(undoToken)).toEqual([])
    finish()
    await library.close()
  })

  it('is taken up again after a crash, with what is left of the grace period', async () => {
    let time = 1000
    const leaveAll = () => Promise.resolve()
    const { library, databasePath, first, path, trash, open } = await setUp({ now: () => time, trash: leaveAll })
    library.images.delete([first.id])
    await library.backUpDaily()
    await library.close()
    // The database as it was before it was closed in good order.
    copyFileSync(`${databasePath}.bak`, databasePath)
    time += 29_990
    const again = await open({ trash })
    expect(again.images.get(first.id)).toBeNull()
    expect(existsSync(path)).toBe(true)
    await vi.waitFor(() => expect(again.images.path(first.id)).toBeNull())
    expect(trash.mock.calls).toEqual([[[path]]])
    await again.close()
  })
})
