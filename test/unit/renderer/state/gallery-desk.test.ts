import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pictureActions } from '../../../../renderer/state/viewer-picture-keys.ts'
import { board, job, queue } from './contract-fixtures.ts'
import { element, stubElements } from './fake-elements.ts'
import { newPicture, pictures } from './picture-back-end.ts'
import { openStudio, settle, stopClock, type OpenStudio } from './studio-harness.ts'

beforeEach(stopClock)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A desk with what shows its picture, as the viewer does. */
async function openDesk(count: number, start?: Parameters<typeof openStudio>[1]) {
  const opened = await openStudio(pictures(count), start)
  const look = async () => {
    await settle()
    await opened.desk.viewer.read(opened.desk.gallery.activeId)
  }
  await look()
  const made = async (number: number) => {
    const image = newPicture(number)
    opened.backEnd.library.images.unshift(image)
    await opened.stream.send({ type: 'imageAdded', image })
    await look()
    return image.id
  }
  const choose = async (place: number) => {
    opened.desk.viewer.following = false
    await opened.desk.gallery.goTo(place)
    await look()
  }
  const id = (place: number) => opened.backEnd.library.images[place]!.id
  return { ...opened, look, made, choose, id }
}

describe('following the newest picture', () => {
  it('shows each as it is made', async () => {
    const { desk, made } = await openDesk(3)
    for (const number of [1, 2]) {
      const id = await made(number)
      expect(desk.gallery.activeId).toBe(id)
    }
  })

  it('ends when the user chooses another one, also while more jobs begin', async () => {
    const waiting = [job('a', 'running'), job('b', 'waiting'), job('c', 'waiting')]
    const { desk, stream, made, choose, id } = await openDesk(3, { queue: queue({ active: waiting }) })
    await made(1)
    await choose(2)
    const chosen = id(2)
    await stream.send({ type: 'job', job: job('a', 'done') }, { type: 'job', job: job('b', 'running') })
    await made(2)
    expect([desk.gallery.activeId, desk.viewer.following]).toEqual([chosen, false])
  })

  it('begins again with the next request', async () => {
    const { desk, studio, made, choose } = await openDesk(3)
    await choose(2)
    await studio.draft.generate()
    await settle()
    const id = await made(1)
    expect(desk.gallery.activeId).toBe(id)
  })

  it('leaves a selection of several and a comparison alone', async () => {
    const { desk, made, id } = await openDesk(3)
    const [first, second] = [id(0), id(1)]
    await desk.gallery.goTo(1, 'range')
    await made(1)
    expect([...desk.gallery.selectedIds]).toEqual([first, second])
    desk.gallery.show(first)
    await desk.viewer.read(first)
    desk.viewer.compareWith(second)
    await made(2)
    expect(desk.gallery.activeId).toBe(first)
  })

  it('is not about pictures that come back out of the trash', async () => {
    const { desk, stream, made, id } = await openDesk(3)
    const newest = await made(1)
    const [old] = pictures(3)
    await stream.send({ type: 'imagesRemoved', ids: [old!.id] }, { type: 'imageAdded', image: old! })
    expect([desk.gallery.activeId, id(0)]).toEqual([newest, newest])
  })
})

describe('a lost connection', () => {
  it('is caught up in the gallery, the boards and the details', async () => {
    const { desk, backEnd, stream, id } = await openDesk(3)
    await stream.drop()
    backEnd.library.images.unshift(newPicture(1))
    await backEnd.client.update([id(1)], { rating: 5 })
    await stream.connectAgain({ type: 'boardsChanged', boards: [board('foxes')] })
    expect(desk.gallery.source.count).toBe(4)
    expect(desk.boards.list.map((one) => one.id)).toEqual(['foxes'])
    expect(desk.viewer.detail).toMatchObject({ id: id(1), rating: 5 })
  })

  it('does not make the gallery load twice at the start', async () => {
    const { backEnd } = await openDesk(3)
    expect(backEnd.asked.filter((route) => route === 'days')).toHaveLength(1)
  })
})

describe('stars and ratings', () => {
  it('are shown at once in the gallery and the viewer, and taken back where they are refused', async () => {
    const { desk, backEnd, id, studio } = await openDesk(3)
    backEnd.refused = ['update', 'days']
    const done = desk.onPictures.rate([id(0)], 4)
    expect([desk.gallery.source.at(0)?.rating, desk.viewer.detail?.rating]).toEqual([4, 4])
    await done
    expect([desk.gallery.source.at(0)?.rating, desk.viewer.detail?.rating]).toEqual([0, 0])
    expect(studio.toasts.shown).toHaveLength(1)
  })

  it('go to the picture that the keys moved to, also before its details are there', async () => {
    const { desk, studio, backEnd, id } = await openDesk(3)
    await desk.onPictures.rate([id(0)], 5)
    await desk.onPictures.star([id(0)], true)
    await desk.gallery.goTo(1)
    expect(desk.viewer.detail).toMatchObject({ id: id(0), rating: 5 })
    const press = (action: string) => {
      pictureActions(studio, desk)
        .find((candidate) => candidate.id === action)
        ?.run({} as KeyboardEvent)
    }
    press('picture.rate.5')
    press('picture.star')
    await settle()
    expect(backEnd.library.images[1]).toMatchObject({ rating: 5, starred: true })
    press('picture.rate.5')
    await settle()
    expect(backEnd.library.images[1]).toMatchObject({ rating: 0 })
  })
})

describe('deleting', () => {
  /** The way back that the latest line but `before` offers. */
  const undo = ({ studio }: OpenStudio, before = 0) => studio.toasts.shown.at(-1 - before)?.action?.run()

  it('goes to the next picture, and back to the deleted one with undo', async () => {
    const opened = await openDesk(4)
    const { desk, choose, id } = opened
    await choose(1)
    const [gone, next] = [id(1), id(2)]
    await desk.onPictures.remove(desk.gallery.targets)
    expect([desk.gallery.activeId, desk.gallery.source.count]).toEqual([next, 3])
    undo(opened)
    await settle()
    expect([desk.gallery.activeId, desk.gallery.activeIndex, desk.gallery.source.count]).toEqual([gone, 1, 4])
    expect([...desk.gallery.selectedIds]).toEqual([gone])
  })

  it('keeps the way back of each of several', async () => {
    const opened = await openDesk(4)
    const { desk, id } = opened
    const known = [id(0), id(1), id(2), id(3)]
    await desk.onPictures.remove([id(0)])
    await desk.onPictures.remove([id(0)])
    undo(opened, 1)
    undo(opened)
    await settle()
    expect([0, 1, 2, 3].map((place) => desk.gallery.source.at(place)?.id)).toEqual(known)
  })

  it('can be undone by a key, the latest first, which takes away its line', async () => {
    const { desk, studio, id } = await openDesk(4)
    const [first, second] = [id(0), id(1)]
    await desk.onPictures.remove([first])
    await desk.onPictures.remove([second])
    for (const back of [second, first]) {
      await desk.onPictures.undoRemove()
      expect(desk.gallery.activeId).toBe(back)
    }
    await desk.onPictures.undoRemove()
    expect(studio.toasts.shown).toEqual([])
  })

  it('loses no other way back where one is taken twice', async () => {
    const { desk, studio, id } = await openDesk(4)
    const known = [id(0), id(1), id(2), id(3)]
    await desk.onPictures.remove([id(0)])
    await desk.onPictures.remove([id(0)])
    const twice = studio.toasts.shown.at(-1)?.action
    twice?.run()
    twice?.run()
    await settle()
    await desk.onPictures.undoRemove()
    expect(studio.toasts.shown).toEqual([])
    expect([0, 1, 2, 3].map((place) => desk.gallery.source.at(place)?.id)).toEqual(known)
  })

  it('can be undone again where that failed', async () => {
    const { desk, backEnd, id } = await openDesk(2)
    await desk.onPictures.remove([id(0)])
    backEnd.refused = ['undoRemove']
    await desk.onPictures.undoRemove()
    backEnd.refused = []
    await desk.onPictures.undoRemove()
    expect(desk.gallery.source.count).toBe(2)
  })

  it('is left to the text while a field is typed in', async () => {
    const { desk, studio } = await openDesk(1)
    const undoing = pictureActions(studio, desk).find((action) => action.id === 'picture.undoRemove')
    stubElements()
    vi.stubGlobal('document', { activeElement: element('body') })
    expect(undoing?.when?.()).toBe(true)
    vi.stubGlobal('document', { activeElement: element('textarea') })
    expect(undoing?.when?.()).toBe(false)
  })

  it('says so where it is too late to undo', async () => {
    const { desk, studio, backEnd, id } = await openDesk(2)
    await desk.onPictures.remove([id(0)])
    backEnd.emptyTrash()
    await desk.onPictures.undoRemove()
    expect(studio.toasts.shown.map(({ text }) => text)).toEqual([studio.t.gallery.undoTooLate])
    expect(desk.gallery.source.count).toBe(1)
  })

  it('leaves everything as it is where it is refused, and says so', async () => {
    const { desk, backEnd, studio, choose, id } = await openDesk(3)
    await choose(1)
    backEnd.refused = ['remove']
    await desk.onPictures.remove([id(1)])
    expect([desk.gallery.activeId, desk.gallery.source.count]).toEqual([id(1), 3])
    expect(studio.toasts.shown.map(({ kind }) => kind)).toEqual(['error'])
  })
})

it('a desk that is taken away hears nothing any more', async () => {
  const { desk, stream, close } = await openDesk(3)
  close()
  await stream.send({ type: 'imagesRemoved', ids: [desk.gallery.activeId ?? ''] })
  expect(desk.gallery.source.count).toBe(3)
})
