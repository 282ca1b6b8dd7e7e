import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImageFilter } from '../../../../renderer/api/contract.ts'
import { GallerySource } from '../../../../renderer/state/gallery-source.svelte.ts'
import { newPicture, PictureBackEnd, pictures } from './picture-back-end.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const SOON = 200

/** A gallery of `count` pictures, loaded. */
async function loaded(count: number, filter: ImageFilter = {}) {
  const backEnd = new PictureBackEnd(pictures(count))
  const source = new GallerySource(backEnd.client, filter)
  await source.refresh()
  const ids = () => Array.from({ length: source.count }, (_, index) => source.at(index)?.id)
  const known = () => backEnd.library.images.map(({ id }) => id)
  return { backEnd, source, ids, known }
}

describe('loading', () => {
  it('asks for its days and the first page, and for each page once', async () => {
    const { backEnd, source } = await loaded(900)
    expect([source.status, source.count]).toEqual(['ready', 900])
    expect(backEnd.asked).toEqual(['days', 'page'])
    source.want(400, 600)
    source.want(400, 620)
    await vi.advanceTimersByTimeAsync(0)
    expect(backEnd.asked).toEqual(['days', 'page', 'page', 'page'])
    expect(source.at(619)?.seed).toBe(619)
    source.want(400, 620)
    await vi.advanceTimersByTimeAsync(0)
    expect(backEnd.asked).toHaveLength(4)
  })

  it('keeps what is shown where reading anew fails', async () => {
    const { backEnd, source, ids, known } = await loaded(3)
    backEnd.refused = ['days']
    await source.refresh()
    expect(source.status).toBe('failed')
    expect(ids()).toEqual(known())
    backEnd.refused = []
    await source.refresh()
    expect([source.status, source.error]).toEqual(['ready', null])
  })

  it('shows the last filter chosen, whichever answer comes last', async () => {
    const { backEnd, source } = await loaded(5)
    const release = backEnd.hold()
    const rated = source.show({ minRating: 5 })
    const oldest = source.show({ sort: 'oldest' })
    release()
    await Promise.all([rated, oldest])
    expect(source.shownFilter).toEqual({ sort: 'oldest' })
    expect(source.at(0)?.seed).toBe(4)
  })

  it('finds a picture far down, and knows one that the filter leaves out', async () => {
    const { backEnd, source } = await loaded(3000)
    expect(await source.locate(backEnd.library.images[2500]!)).toBe(2500)
    await source.show({ minRating: 1 })
    expect(await source.locate(backEnd.library.images[2500]!)).toBe(-1)
  })
})

describe('a new picture', () => {
  it('comes first at once, without asking', async () => {
    const { backEnd, source, ids } = await loaded(3)
    const image = newPicture(1)
    expect(source.handle({ type: 'imageAdded', image })).toBe(true)
    expect(ids()[0]).toBe(image.id)
    expect(source.count).toBe(4)
    expect(source.handle({ type: 'imageAdded', image })).toBe(false)
    expect(source.count).toBe(4)
    await vi.advanceTimersByTimeAsync(SOON)
    expect(backEnd.asked).toEqual(['days', 'page'])
  })

  it('is the first one of an empty gallery', async () => {
    const { backEnd, source, ids } = await loaded(0)
    backEnd.library.images.unshift(newPicture(1))
    source.handle({ type: 'imageAdded', image: newPicture(1) })
    expect(source.count).toBe(1)
    source.want(0, 1)
    await vi.advanceTimersByTimeAsync(0)
    expect(ids()).toEqual([newPicture(1).id])
  })

  it('stays out where the filter leaves it out', async () => {
    const { source, backEnd } = await loaded(3, { starred: true })
    expect(source.handle({ type: 'imageAdded', image: newPicture(1) })).toBe(false)
    await vi.advanceTimersByTimeAsync(SOON)
    expect([source.count, backEnd.asked]).toEqual([0, ['days']])
  })

  it('makes the gallery read anew, once for several, where only the back end knows its place', async () => {
    const { backEnd, source, ids, known } = await loaded(3, { sort: 'oldest' })
    for (const number of [1, 2, 3]) {
      backEnd.library.images.unshift(newPicture(number))
      source.handle({ type: 'imageAdded', image: newPicture(number) })
    }
    await vi.advanceTimersByTimeAsync(SOON)
    expect(ids()).toEqual(known().toReversed())
    expect(backEnd.asked).toHaveLength(4)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not lost where it comes while the gallery is read anew', async () => {
    const { backEnd, source, ids, known } = await loaded(3)
    const release = backEnd.hold()
    const refreshed = source.refresh()
    const image = newPicture(1)
    backEnd.library.images.unshift(image)
    source.handle({ type: 'imageAdded', image })
    release()
    await refreshed
    await vi.advanceTimersByTimeAsync(SOON)
    expect(ids()).toEqual(known())
    expect(source.count).toBe(4)
  })
})

describe('removed pictures', () => {
  it('go at once, and once where it is told twice', async () => {
    const { backEnd, source, ids } = await loaded(4)
    const [first, second, third, fourth] = ids()
    source.remove([second!, third!])
    source.remove([second!, third!])
    expect(ids()).toEqual([first, fourth])
    await vi.advanceTimersByTimeAsync(SOON)
    expect(backEnd.asked).toHaveLength(2)
  })

  it('make the gallery read anew where some are not loaded', async () => {
    const { backEnd, source, known } = await loaded(900)
    const gone = [backEnd.library.images[0]!.id, backEnd.library.images[899]!.id]
    backEnd.library.images = backEnd.library.images.slice(1, -1)
    source.remove(gone)
    await vi.advanceTimersByTimeAsync(SOON)
    expect(source.count).toBe(898)
    expect(source.at(0)?.id).toBe(known()[0])
  })

  it('stay away where they go while the gallery is read anew', async () => {
    const { backEnd, source, ids, known } = await loaded(3)
    const release = backEnd.hold()
    const refreshed = source.refresh()
    const [gone] = backEnd.library.images.splice(1, 1)
    source.remove([gone!.id])
    release()
    await refreshed
    await vi.advanceTimersByTimeAsync(SOON)
    expect(ids()).toEqual(known())
    expect(source.count).toBe(2)
  })

  it('are back after an undo, and can be removed again', async () => {
    const { backEnd, source, ids, known } = await loaded(3)
    const [, second] = ids()
    const { undoToken } = await backEnd.client.remove([second!])
    source.remove([second!])
    await backEnd.client.undoRemove(undoToken)
    await source.restore([second!])
    expect(ids()).toEqual(known())
    source.remove([second!])
    expect(source.count).toBe(2)
  })
})

describe('marks', () => {
  it('are shown at once, and taken back where they were refused', async () => {
    const { source, ids } = await loaded(2)
    const takeBack = source.patch(new Set([ids()[0]!]), { rating: 4 })
    expect([source.at(0)?.rating, source.at(1)?.rating]).toEqual([4, 0])
    takeBack()
    expect(source.at(0)?.rating).toBe(0)
  })

  it('that were set anew since are not taken back', async () => {
    const { source, ids } = await loaded(1)
    const set = new Set([ids()[0]!])
    const takeBack = source.patch(set, { rating: 4 })
    source.patch(set, { rating: 5 })
    source.patch(set, { starred: true })
    takeBack()
    expect(source.at(0)).toMatchObject({ rating: 5, starred: true })
  })

  it('of another window are read, for loaded pictures one by one', async () => {
    const { backEnd, source, ids } = await loaded(900)
    const changed = [ids()[0]!, backEnd.library.images[899]!.id]
    await backEnd.client.update(changed, { starred: true })
    backEnd.asked = []
    source.handle({ type: 'imagesChanged', ids: changed })
    await vi.advanceTimersByTimeAsync(SOON)
    expect(source.at(0)?.starred).toBe(true)
    expect(backEnd.asked).toEqual(['detail'])
  })

  it('that decide what is shown make the gallery read anew', async () => {
    const { backEnd, source } = await loaded(3, { starred: true })
    const [first] = backEnd.library.images
    await backEnd.client.update([first!.id], { starred: true })
    source.handle({ type: 'imagesChanged', ids: [first!.id] })
    await vi.advanceTimersByTimeAsync(SOON)
    expect(source.count).toBe(1)
  })
})
