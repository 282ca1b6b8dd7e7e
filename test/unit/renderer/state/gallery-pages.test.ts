import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PageCache } from '../../../../renderer/state/gallery-pages.ts'
import { picture } from './gallery-library.ts'

const all = Array.from({ length: 60 }, (_, index) => picture(index, 1000 - index))

function pageAt(start: number, length: number) {
  const images = all.slice(start, start + length)
  return { start, images, nextCursor: start + length < all.length ? (images.at(-1)?.id ?? null) : null }
}

describe('page cache', () => {
  it('holds every place once, whatever pages come in whatever order', () => {
    const pages = fc.array(fc.tuple(fc.nat({ max: 59 }), fc.integer({ min: 1, max: 25 })), { maxLength: 12 })
    fc.assert(
      fc.property(pages, (list) => {
        const cache = new PageCache()
        const known = new Set<number>()
        for (const [start, length] of list) {
          cache.put(pageAt(start, length))
          for (let at = start; at < Math.min(60, start + length); at++) known.add(at)
        }
        expect(cache.size).toBe(known.size)
        for (let at = 0; at < 60; at++) expect(cache.get(at)?.seed).toBe(known.has(at) ? at : undefined)
        const missing = all.findIndex((_, at) => !known.has(at))
        expect(cache.firstMissing(0, 60)).toBe(missing < 0 ? 60 : missing)
      }),
    )
  })

  it('goes on from the nearest end before a place, and only from ends whose cursor is known', () => {
    const cache = new PageCache()
    expect(cache.resumeBefore(30)).toEqual({ index: 0, cursor: null })
    cache.put(pageAt(0, 10))
    cache.put(pageAt(20, 10))
    expect(cache.resumeBefore(15)).toEqual({ index: 10, cursor: all[9]!.id })
    expect(cache.resumeBefore(45)).toEqual({ index: 30, cursor: all[29]!.id })
    cache.put(pageAt(50, 10))
    expect(cache.resumeBefore(59)).toEqual({ index: 30, cursor: all[29]!.id })
  })

  it('shifts every place when a picture comes first', () => {
    const cache = new PageCache()
    cache.put(pageAt(0, 5))
    cache.put(pageAt(20, 5))
    cache.insertFirst(picture(99, 2000))
    expect(cache.get(0)?.seed).toBe(99)
    expect(cache.get(1)?.seed).toBe(0)
    expect(cache.get(21)?.seed).toBe(20)
    expect(cache.get(20)).toBeUndefined()
  })

  it('closes the gaps of removed pictures, and tells which it held', () => {
    const cache = new PageCache()
    cache.put(pageAt(0, 5))
    cache.put(pageAt(20, 5))
    const removed = cache.remove(new Set([all[1]!.id, all[21]!.id, all[40]!.id]))
    expect(removed.map(({ seed }) => seed)).toEqual([1, 21])
    expect([0, 1, 2, 3].map((at) => cache.get(at)?.seed)).toEqual([0, 2, 3, 4])
    expect(cache.get(19)?.seed).toBe(20)
    expect(cache.get(20)?.seed).toBe(22)
  })

  it('forgets what is farthest from view, never what is in view', () => {
    const cache = new PageCache()
    for (const start of [0, 10, 20, 30, 40, 50]) cache.put(pageAt(start, 10))
    cache.evict(22, 28, 30)
    expect(cache.size).toBe(30)
    expect(cache.get(25)?.seed).toBe(25)
    expect(cache.get(55)).toBeUndefined()
    cache.evict(22, 28, 0)
    expect(cache.get(25)?.seed).toBe(25)
    expect(cache.size).toBe(10)
  })
})
