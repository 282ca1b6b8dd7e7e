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
  it.each([0, 350, 5000, 9999])('reaches place %i by time in a few requests', async (place) => {
    const fake = library(100, 100)
    const { loader } = loaderOf(fake)
    expect(await loader.idsIn(place, place + 1, signal())).toEqual([fake.images[place]!.id])
    expect(fake.requests).toBeLessThanOrEqual(3)
  })

  it('halves a long day', async () => {
    const fake = library(1, 30_000)
    const { loader } = loaderOf(fake)
    expect(await loader.idsIn(21_234, 21_235, signal())).toEqual([fake.images[21_234]!.id])
    expect(fake.requests).toBeLessThanOrEqual(15)
  })

  it('does the same from the oldest on', async () => {
    const fake = library(100, 100)
    const { loader } = loaderOf(fake, { sort: 'oldest' })
    expect(await loader.idsIn(7777, 7778, signal())).toEqual([fake.images[9999 - 7777]!.id])
    expect(fake.requests).toBeLessThanOrEqual(3)
  })

  it('keeps to the bounds of a date filter', async () => {
    const fake = library(100, 100)
    const filter = { until: NOON - 20 * 24 * HOUR }
    const expected = fake.images.filter(({ createdAt }) => createdAt < filter.until)
    const { loader } = loaderOf(fake, filter)
    expect(loader.total).toBe(expected.length)
    expect(await loader.idsIn(6000, 6002, signal())).toEqual(expected.slice(6000, 6002).map(({ id }) => id))
  })

  it('walks through the pages where the order is not by time', async () => {
    const fake = library(10, 300)
    const { loader } = loaderOf(fake, { sort: 'rating' })
    const expected = fake.images.toSorted((a, b) => b.rating - a.rating)
    expect(await loader.idsIn(2900, 2901, signal())).toEqual([expected[2900]!.id])
    expect(fake.requests).toBeLessThanOrEqual(7)
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

  it('says so where the gallery is shorter than its days told', async () => {
    const fake = library(1, 50)
    const { loader, onError } = loaderOf(fake)
    fake.images = fake.images.slice(0, 20)
    loader.want(0, 50)
    await vi.waitFor(() => {
      expect(onError).toHaveBeenCalledOnce()
    })
    expect(onError.mock.calls[0]![0]).toBeInstanceOf(RangeError)
  })
})
