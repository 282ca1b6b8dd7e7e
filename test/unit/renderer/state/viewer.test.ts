import { describe, expect, it, vi } from 'vitest'
import type { Job } from '../../../../renderer/api/contract.ts'
import { Viewer } from '../../../../renderer/state/viewer.svelte.ts'
import { job, queue, uiStateOf } from './contract-fixtures.ts'
import { PictureBackEnd, pictures } from './picture-back-end.ts'

function viewing(stored?: unknown) {
  const backEnd = new PictureBackEnd(pictures(5))
  const uiState = uiStateOf({ viewer: stored })
  const errors: unknown[] = []
  const viewer = new Viewer({ images: backEnd.client, uiState, onError: (error) => errors.push(error) })
  const id = (place: number) => backEnd.library.images[place]!.id
  return { backEnd, viewer, id, errors, kept: () => uiState.read('viewer') }
}

const repetition = (sourceId: string, change: Partial<Job> = {}) =>
  job('again', 'running', { kind: 'regenerate', sourceId, ...change })

describe('reading details', () => {
  it('keeps those of the picture before until the next are there', async () => {
    const { backEnd, viewer, id } = viewing()
    await viewer.read(id(0))
    const release = backEnd.hold()
    const reading = viewer.read(id(1))
    expect(viewer.detail?.id).toBe(id(0))
    release()
    await reading
    expect(viewer.detail?.id).toBe(id(1))
    await viewer.read(null)
    expect(viewer.detail).toBeNull()
  })

  it('ignores an answer about a picture that is no longer looked at, whenever it comes', async () => {
    const { backEnd, viewer, id } = viewing()
    const releaseFirst = backEnd.hold()
    const first = viewer.read(id(0))
    const releaseSecond = backEnd.hold()
    const second = viewer.read(id(1))
    releaseSecond()
    await second
    releaseFirst()
    await first
    expect(viewer.detail?.id).toBe(id(1))
  })

  it('says what went wrong, but not about a picture that is no longer looked at', async () => {
    const { backEnd, viewer, id, errors } = viewing()
    backEnd.refused = ['detail']
    const first = viewer.read(id(0))
    const second = viewer.read(id(1))
    await Promise.all([first, second])
    expect(errors).toHaveLength(1)
  })

  it('reads a draft again once one is finished', async () => {
    const { backEnd, viewer, id } = viewing()
    backEnd.drafts.add(id(0))
    await viewer.read(id(0))
    expect(viewer.detail?.draft).toBe(true)
    backEnd.drafts.clear()
    viewer.receive({ type: 'job', job: job('finish', 'running', { kind: 'finish', sourceId: id(0) }) })
    expect(viewer.detail?.draft).toBe(true)
    viewer.receive({ type: 'job', job: job('finish', 'done', { kind: 'finish', sourceId: id(0) }) })
    await vi.waitFor(() => expect(viewer.detail?.draft).toBe(false))
  })

  it('reads again what another window changed', async () => {
    const { backEnd, viewer, id } = viewing()
    await viewer.read(id(0))
    await backEnd.client.update([id(0), id(1)], { rating: 5 })
    viewer.receive({ type: 'imagesChanged', ids: [id(1)] })
    await Promise.resolve()
    expect(backEnd.asked.filter((route) => route === 'detail')).toHaveLength(1)
    viewer.receive({ type: 'imagesChanged', ids: [id(0)] })
    await new Promise(setImmediate)
    expect(viewer.detail?.rating).toBe(5)
  })

  it('goes on to the next picture where the one before changes meanwhile', async () => {
    const { backEnd, viewer, id } = viewing()
    await viewer.read(id(0))
    const release = backEnd.hold()
    const reading = viewer.read(id(1))
    viewer.receive({ type: 'imagesChanged', ids: [id(0)] })
    release()
    await reading
    await new Promise(setImmediate)
    expect(viewer.detail?.id).toBe(id(1))
  })
})

describe('following', () => {
  it('passes over pictures that go by quickly, and ends at the last', async () => {
    vi.useFakeTimers()
    try {
      const { backEnd, viewer, id } = viewing()
      const asked = () => backEnd.asked.filter((route) => route === 'detail').length
      viewer.follow(id(0))
      await vi.advanceTimersByTimeAsync(0)
      expect([viewer.detail?.id, asked()]).toEqual([id(0), 1])
      for (const place of [1, 2, 3, 4]) {
        viewer.follow(id(place))
        await vi.advanceTimersByTimeAsync(20)
      }
      expect([viewer.detail?.id, asked()]).toEqual([id(0), 1])
      await vi.advanceTimersByTimeAsync(100)
      expect([viewer.detail?.id, asked()]).toEqual([id(4), 2])
      viewer.follow(null)
      await vi.advanceTimersByTimeAsync(100)
      expect(viewer.detail).toBeNull()
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('marks', () => {
  it('are shown at once, and taken back where they were refused', async () => {
    const { viewer, id } = viewing()
    await viewer.read(id(0))
    viewer.patch(new Set([id(1)]), { starred: true })
    expect(viewer.detail?.starred).toBe(false)
    const takeBack = viewer.patch(new Set([id(0)]), { starred: true })
    expect(viewer.detail?.starred).toBe(true)
    takeBack()
    expect(viewer.detail?.starred).toBe(false)
  })

  it('of a picture that is no longer looked at are not put onto the next one', async () => {
    const { viewer, id } = viewing()
    await viewer.read(id(0))
    const takeBack = viewer.patch(new Set([id(0)]), { rating: 3 })
    await viewer.read(id(1))
    viewer.patch(new Set([id(1)]), { rating: 3 })
    takeBack()
    expect(viewer.detail).toMatchObject({ id: id(1), rating: 3 })
  })
})

describe('a repetition', () => {
  it('is told beside the picture that it repeats', async () => {
    const { viewer, id } = viewing()
    await viewer.read(id(0))
    viewer.receive({ type: 'job', job: repetition(id(1)) })
    viewer.receive({ type: 'job', job: job('other', 'running') })
    expect(viewer.repetition).toBeNull()
    await viewer.read(id(1))
    expect(viewer.repetition?.state).toBe('running')
  })

  it('that ended unseen is caught up from the queue, the latest of several', async () => {
    const { viewer, id } = viewing()
    await viewer.read(id(0))
    viewer.receive({ type: 'job', job: repetition(id(0)) })
    const recent = [repetition(id(0), { id: 'new', state: 'done' }), repetition(id(0), { id: 'old', state: 'failed' })]
    viewer.receive({ type: 'queue', queue: queue({ recent }) })
    expect(viewer.repetition).toMatchObject({ id: 'new', state: 'done' })
  })
})

describe('comparing', () => {
  it('takes another picture, and ends with the same again or itself', async () => {
    const { viewer, id } = viewing()
    await viewer.read(id(0))
    viewer.compareWith(id(0))
    expect(viewer.comparison).toBeNull()
    viewer.compareWith(id(1))
    viewer.nextCompareMode()
    viewer.swapCompared()
    viewer.compareWith(id(2))
    expect(viewer.comparison).toEqual({ otherId: id(2), mode: 'side', swapped: true })
    viewer.compareWith(id(2))
    expect(viewer.comparison).toBeNull()
  })

  it('ends when the other picture is looked at, or is removed', async () => {
    const { viewer, id } = viewing()
    await viewer.read(id(0))
    viewer.compareWith(id(1))
    await viewer.read(id(1))
    expect(viewer.comparison).toBeNull()
    viewer.compareWith(id(2))
    viewer.receive({ type: 'imagesRemoved', ids: [id(3)] })
    expect(viewer.comparison).not.toBeNull()
    viewer.receive({ type: 'imagesRemoved', ids: [id(2)] })
    expect(viewer.comparison).toBeNull()
  })
})

describe('the surround', () => {
  it('is kept for the next start, as is what is shown beside it', () => {
    const { viewer, kept } = viewing()
    expect([viewer.room, viewer.showsDetails]).toEqual(['grey', false])
    viewer.nextRoom()
    viewer.toggleDetails()
    const again = viewing(kept()).viewer
    expect([again.room, again.showsDetails]).toEqual(['white', true])
    again.nextRoom()
    expect(again.room).toBe('black')
  })

  it('takes anything that was stored', () => {
    for (const stored of [null, 3, 'x', { room: 'pink', showsDetails: 1 }]) {
      const { viewer } = viewing(stored)
      expect([viewer.room, viewer.showsDetails]).toEqual(['grey', false])
    }
  })

  it('goes away over the full screen and comes back', () => {
    const { viewer } = viewing()
    viewer.toggleFull()
    expect(viewer.full).toBe(true)
    viewer.leaveFull()
    viewer.leaveFull()
    expect(viewer.full).toBe(false)
  })
})
