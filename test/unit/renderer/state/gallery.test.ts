import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gallery, readStored } from '../../../../renderer/state/gallery.svelte.ts'
import { GallerySource } from '../../../../renderer/state/gallery-source.svelte.ts'
import { uiStateOf } from './contract-fixtures.ts'
import { newPicture, PictureBackEnd, pictures } from './picture-back-end.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const SOON = 200

/** A started gallery of `count` pictures. `place` tells where the picture lies that is looked at. */
async function started(count: number, stored: Record<string, unknown> = {}) {
  const backEnd = new PictureBackEnd(pictures(count))
  const uiState = uiStateOf({ gallery: stored })
  const read = readStored(uiState.read('gallery'))
  const errors: unknown[] = []
  const gallery = new Gallery({
    source: new GallerySource(backEnd.client, read.filter),
    images: backEnd.client,
    uiState,
    stored: read,
    onError: (error) => errors.push(error),
  })
  await gallery.start()
  const id = (place: number) => backEnd.library.images[place]!.id
  const selected = () => [...gallery.selectedIds]
  const kept = () => readStored(uiState.read('gallery'))
  return { backEnd, gallery, id, selected, kept, errors }
}

describe('starting', () => {
  it('looks at the newest picture, or at the one that was looked at last', async () => {
    const { gallery, id } = await started(5)
    expect(gallery.activeId).toBe(id(0))
    const again = await started(5, { activeId: id(3), cellSize: 'large', filter: { sort: 'newest' } })
    expect([again.gallery.activeId, again.gallery.activeIndex, again.gallery.cellSize]).toEqual([id(3), 3, 'large'])
  })

  it('looks at the newest one where that is gone, and at none where there is none', async () => {
    const { gallery, id } = await started(5, { activeId: 'gone' })
    expect(gallery.activeId).toBe(id(0))
    expect((await started(0)).gallery.activeId).toBeNull()
  })

  it('takes anything that was stored', () => {
    for (const stored of [undefined, null, 'x', [], { filter: 3, cellSize: 'huge', activeId: 7 }]) {
      expect(readStored(stored)).toEqual({ filter: {}, cellSize: 'medium', activeId: null })
    }
  })

  it('finds the place of a picture far down', async () => {
    const images = pictures(3000)
    const { gallery } = await started(3000, { activeId: images[2500]!.id })
    expect(gallery.activeIndex).toBe(2500)
    await gallery.goTo(gallery.activeIndex + 1)
    expect(gallery.activeId).toBe(images[2501]!.id)
  })
})

describe('going to a picture', () => {
  it('selects it alone, keeps it for the next start, and stays within the gallery', async () => {
    const { gallery, id, selected, kept } = await started(3)
    await gallery.goTo(2)
    expect([gallery.activeId, selected(), kept().activeId]).toEqual([id(2), [id(2)], id(2)])
    await gallery.goTo(3)
    await gallery.goTo(-1)
    expect(gallery.activeId).toBe(id(2))
  })

  it('adds to the selection and takes out of it, or selects a range from the anchor', async () => {
    const { gallery, id, selected } = await started(10)
    await gallery.goTo(2)
    await gallery.goTo(5, 'toggle')
    expect(selected()).toEqual([id(2), id(5)])
    await gallery.goTo(2, 'toggle')
    expect(selected()).toEqual([id(5)])
    await gallery.goTo(4, 'range')
    expect(selected()).toEqual([id(2), id(3), id(4)])
    await gallery.goTo(0, 'range')
    expect(selected()).toEqual([id(0), id(1), id(2)])
    await gallery.goTo(8, 'toggle')
    await gallery.goTo(9, 'addRange')
    expect(selected()).toEqual([id(0), id(1), id(2), id(8), id(9)])
  })

  it('is there at once, before the picture is known, unless that cannot be had', async () => {
    const { backEnd, gallery, id, errors } = await started(3000)
    const release = backEnd.hold()
    const going = gallery.goTo(2000)
    expect([gallery.activeIndex, gallery.activeId]).toEqual([2000, id(0)])
    release()
    await going
    expect([gallery.activeIndex, gallery.activeId]).toEqual([2000, id(2000)])
    backEnd.refused = ['page']
    await gallery.goTo(1000)
    expect([gallery.activeIndex, gallery.activeId, errors.length]).toEqual([2000, id(2000), 1])
  })

  it('ends at the last of several places that were asked for while pages load', async () => {
    const { backEnd, gallery, id } = await started(3000)
    const release = backEnd.hold()
    const moves = [gallery.goTo(1000), gallery.goTo(2000), gallery.goTo(2000)]
    expect(gallery.activeIndex).toBe(2000)
    release()
    await Promise.all(moves)
    expect([gallery.activeId, gallery.activeIndex]).toEqual([id(2000), 2000])
  })

  it('says what a selection could not be read for, and keeps the one before', async () => {
    const { backEnd, gallery, selected, errors, id } = await started(900)
    backEnd.refused = ['page']
    await gallery.selectAll()
    expect([selected(), errors.length, gallery.collecting]).toEqual([[id(0)], 1, false])
  })

  it('selects everything, unless that is called off', async () => {
    const { backEnd, gallery, selected } = await started(900)
    await gallery.selectAll()
    expect(selected()).toHaveLength(900)
    const more = await started(2000)
    const release = more.backEnd.hold()
    const selecting = more.gallery.selectAll()
    expect(more.gallery.collecting).toBe(true)
    more.gallery.clearSelection()
    release()
    await selecting
    expect([more.selected(), more.errors, more.gallery.collecting]).toEqual([[], [], false])
    expect(backEnd.asked).toContain('page')
  })
})

describe('a new picture', () => {
  it('leaves the one that is looked at and the selection as they are', async () => {
    const { gallery, id, selected } = await started(5)
    const chosen = id(2)
    await gallery.goTo(2)
    gallery.receive({ type: 'imageAdded', image: newPicture(1) })
    expect([gallery.activeId, gallery.activeIndex, selected()]).toEqual([chosen, 3, [chosen]])
  })

  it('is shown also where the filter leaves it out', async () => {
    const { backEnd, gallery } = await started(3, { filter: { starred: true } })
    const image = newPicture(1)
    backEnd.library.images.unshift(image)
    gallery.receive({ type: 'imageAdded', image })
    gallery.show(image.id)
    await vi.advanceTimersByTimeAsync(SOON)
    expect([gallery.activeId, gallery.activeIndex, gallery.source.count]).toEqual([image.id, -1, 0])
  })
})

describe('removing', () => {
  /** As the back end does it and tells. */
  function remove({ backEnd, gallery }: Awaited<ReturnType<typeof started>>, ids: readonly string[]) {
    backEnd.library.images = backEnd.library.images.filter((image) => !ids.includes(image.id))
    gallery.receive({ type: 'imagesRemoved', ids: [...ids] })
  }

  it('goes on to the picture that takes the place, at the end to the one before', async () => {
    const given = await started(5)
    const { gallery, id, selected } = given
    await gallery.goTo(2)
    const [third, fourth] = [id(3), id(4)]
    remove(given, [id(2)])
    expect([gallery.activeId, selected()]).toEqual([third, [third]])
    await gallery.goTo(3)
    expect(gallery.activeId).toBe(fourth)
    remove(given, [fourth])
    expect(gallery.activeId).toBe(third)
  })

  it('goes on after the last of several that go together', async () => {
    const given = await started(6)
    const { gallery, id } = given
    await gallery.goTo(1)
    await gallery.goTo(3, 'range')
    const next = id(4)
    remove(given, gallery.targets)
    expect([gallery.activeId, gallery.activeIndex]).toEqual([next, 1])
  })

  it('leaves what is looked at where others go, and takes them out of the selection', async () => {
    const given = await started(5)
    const { gallery, id, selected } = given
    await gallery.goTo(1, 'toggle')
    await gallery.goTo(3, 'toggle')
    const [kept, chosen] = [id(0), id(3)]
    remove(given, [id(1)])
    expect([gallery.activeId, gallery.activeIndex, selected()]).toEqual([chosen, 2, [kept, chosen]])
  })

  it('never looks at a removed picture, also before the gallery is read anew', async () => {
    const given = await started(900)
    const { gallery, id } = given
    await gallery.goTo(1)
    const next = id(3)
    // The last one is not loaded, so that nobody knows yet how the days change.
    remove(given, [id(1), id(2), id(899)])
    expect(gallery.activeId).toBe(next)
    await vi.advanceTimersByTimeAsync(SOON)
    expect([gallery.activeId, gallery.activeIndex]).toEqual([next, 1])
  })

  it('ends with nothing', async () => {
    const given = await started(2)
    remove(given, [given.id(0), given.id(1)])
    expect([given.gallery.activeId, given.gallery.targets, given.gallery.source.count]).toEqual([null, [], 0])
  })
})

describe('a filter', () => {
  it('starts without a selection, is kept, and leaves what is looked at', async () => {
    const { gallery, id, selected, kept } = await started(5)
    await gallery.goTo(2)
    await gallery.filterBy({ minRating: 4 })
    expect([selected(), gallery.activeId, gallery.activeIndex]).toEqual([[], id(2), -1])
    expect(kept()).toMatchObject({ filter: { minRating: 4 }, activeId: id(2) })
  })
})

describe('catching up', () => {
  it('keeps the picture that is looked at, with its new place', async () => {
    const { backEnd, gallery, id } = await started(5)
    await gallery.goTo(2)
    const chosen = id(2)
    backEnd.library.images.unshift(newPicture(1))
    await gallery.catchUp()
    expect([gallery.activeId, gallery.activeIndex, gallery.source.count]).toEqual([chosen, 3, 6])
  })

  it('goes on from one that is gone', async () => {
    const { backEnd, gallery, id, selected } = await started(5)
    await gallery.goTo(2)
    backEnd.library.images.splice(2, 1)
    await gallery.catchUp()
    expect([gallery.activeId, gallery.activeIndex, selected()]).toEqual([id(2), 2, [id(2)]])
  })

  it('keeps one that the filter leaves out, or that nobody can ask for', async () => {
    const { backEnd, gallery, id } = await started(5)
    const chosen = id(0)
    await gallery.filterBy({ minRating: 5 })
    await gallery.catchUp()
    expect(gallery.activeId).toBe(chosen)
    backEnd.refused = ['days', 'detail']
    await gallery.catchUp()
    expect(gallery.activeId).toBe(chosen)
  })

  it('finds its first picture where the start failed', async () => {
    const { backEnd, gallery } = await started(0)
    backEnd.library.images.unshift(newPicture(1))
    await gallery.catchUp()
    expect(gallery.activeId).toBe(newPicture(1).id)
  })
})
