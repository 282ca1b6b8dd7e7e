import { describe, expect, it, vi } from 'vitest'
import type { ImageFilter } from '../../../../renderer/api/contract.ts'
import { GalleryLoader } from '../../../../renderer/state/gallery-loader.ts'
import { sectionsOf } from '../../../../renderer/state/gallery-sections.ts'
import { FakeLibrary, picture } from './gallery-library.ts'

const NOON = new Date(2026, 10, 23, 12).getTime()
const HOUR = 3_600_000

/** `perDay` pictures on each day, the newest first. */
function library(days: number, perDay: number): FakeLibrary {
  return new FakeLibrary(
    Array.from({ length: days * perDay }, (_, at) =>
      picture(at, NOON - Math.floor(at / perDay) * 24 * HOUR - ((at % perDay) * 10 * HOUR) / perDay, {
        rating: at % 6,
      }),
    ),
  )
}

function loaderOf(fake: FakeLibrary, filter: ImageFilter = {}) {
  const onError = vi.fn<(error: unknown) => void>()
  const loader = new GalleryLoader({
    filter,
    sections: sectionsOf(fake.days(filter), filter),
    fetchPage: fake.page,
    onLoad: () => undefined,
    onError,
  })
  return { loader, onError }
}

const signal = () => new AbortController().signal

describe('loading by place', () => {
  it.each([
    ['newest', 0],
    ['newest', 5000],
    ['newest', 9999],
    ['oldest', 7777],
    ['rating', 9900],
  ] as const)('reaches in the order %s place %i with one request', async (sort, place) => {
    const fake = library(100, 100)
    const { loader } = loaderOf(fake, { sort })
    const { images } = await fake.page({ sort }, { offset: place }, 1)
    fake.requests = 0
    expect(await loader.idsIn(place, place + 1, signal())).toEqual([images[0]!.id])
    expect(fake.requests).toBe(1)
  })

  it('asks for a page now and then while it is gone through upwards', async () => {
    const fake = library(100, 100)
    const { loader } = loaderOf(fake)
    for (let place = 5000; place > 4000; place--) await loader.idsIn(place, place + 1, signal())
    expect(fake.requests).toBeLessThanOrEqual(12)
  })

  it('keeps to the bounds of a date filter', async () => {
    const fake = library(100, 100)
    const filter = { until: NOON - 20 * 24 * HOUR }
    const expected = fake.images.filter(({ createdAt }) => createdAt < filter.until)
    const { loader } = loaderOf(fake, filter)
    expect(loader.total).toBe(expected.length)
    expect(await loader.idsIn(6000, 6002, signal())).toEqual(expected.slice(6000, 6002).map(({ id }) => id))
  })

  it('gives all ids in order, each once', async () => {
    const fake = library(30, 111)
    const { loader } = loaderOf(fake)
    loader.want(1500, 1600)
    expect(await loader.idsIn(0, loader.total, signal())).toEqual(fake.images.map(({ id }) => id))
  })

  it('stops when it is told to', async () => {
    const { loader } = loaderOf(library(30, 500))
    const stop = new AbortController()
    const ids = loader.idsIn(0, 15_000, stop.signal)
    stop.abort(new Error('enough'))
    await expect(ids).rejects.toThrow('enough')
  })
})

describe('while places shift', () => {
  it('does not hold a page where it no longer belongs', async () => {
    const fake = library(4, 100)
    const { loader } = loaderOf(fake)
    loader.want(100, 150)
    const added = picture(5000, NOON + HOUR)
    fake.images = [added, ...fake.images]
    loader.shift(sectionsOf(fake.days(), {}), (cache) => {
      cache.insertFirst(added)
    })
    const ids = await loader.idsIn(0, 401, signal())
    expect(ids).toEqual(fake.images.map(({ id }) => id))
  })

  it('knows where a page lies that counts pictures which have yet to be announced', async () => {
    const fake = library(4, 100)
    const { loader, onError } = loaderOf(fake)
    const known = fake.images.map(({ id }) => id)
    const added = [5001, 5000].map((number) => picture(number, NOON + number * HOUR))
    fake.images = [...added, ...fake.images]
    expect(await loader.idsIn(350, 360, signal())).toEqual(known.slice(350, 360))
    expect(await loader.idsIn(0, 400, signal())).toEqual(known)
    expect(onError).not.toHaveBeenCalled()
  })

  it('says so where it cannot know that', async () => {
    const fake = library(4, 100)
    const { loader, onError } = loaderOf(fake, { sort: 'rating' })
    fake.images = fake.images.slice(1)
    expect(await loader.idsIn(200, 201, signal())).toHaveLength(1)
    expect(await loader.idsIn(0, 1, signal())).toHaveLength(1)
    expect(onError).toHaveBeenCalledOnce()
    expect(onError.mock.calls[0]![0]).toBeInstanceOf(RangeError)
  })

  it('says so where the gallery is shorter than its days told', async () => {
    const fake = library(1, 50)
    const { loader, onError } = loaderOf(fake)
    fake.images = fake.images.slice(0, 20)
    loader.want(0, 50)
    await vi.waitFor(() => {
      expect(onError).toHaveBeenCalledTimes(2)
    })
    expect(onError.mock.calls.every(([error]) => error instanceof RangeError)).toBe(true)
  })
})
