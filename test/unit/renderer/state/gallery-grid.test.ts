import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GalleryGrid } from '../../../../renderer/state/gallery-grid.svelte.ts'
import { GallerySource } from '../../../../renderer/state/gallery-source.svelte.ts'
import { newPicture, PictureBackEnd, pictures } from './picture-back-end.ts'
import { watch } from './run-effects.svelte.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A grid of 400 by 300 pixels over `count` loaded pictures of one day. */
async function gridOf(count: number) {
  const backEnd = new PictureBackEnd(pictures(count))
  const source = new GallerySource(backEnd.client, {})
  await source.refresh()
  const grid = new GalleryGrid(source, () => 'medium')
  grid.resize(400, 300, 1)
  const shown = () => grid.cells.map(({ index }) => index)
  /** As the component does after every change of the layout. */
  const place = () => {
    const top = grid.keptScrollTop(grid.layout)
    if (top !== null) grid.placed(top)
    return top
  }
  place()
  return { backEnd, source, grid, shown, place }
}

/** The event's time of a scroll that follows the last one slowly. */
let time = 0
const slowly = () => (time += 10_000)

describe('a grid', () => {
  it('draws nothing before it is measured', async () => {
    const { source } = await gridOf(3)
    const grid = new GalleryGrid(source, () => 'medium')
    expect(grid.ready).toBe(false)
    grid.resize(400, 300, 1)
    expect(grid.ready).toBe(true)
    expect(grid.cells.map(({ image }) => image?.seed)).toEqual([0, 1, 2])
  })

  it('draws what is in view and a little more, however many there are', async () => {
    const { grid, shown } = await gridOf(400)
    const atTop = shown()
    expect(atTop[0]).toBe(0)
    expect(atTop.length).toBeLessThan(40)
    grid.scrolled(2000, slowly())
    expect(shown()[0]).toBeGreaterThan(0)
    expect(shown().length).toBeLessThan(40)
    expect(grid.headings).toHaveLength(1)
  })

  it('asks for what is drawn and as much again either way', async () => {
    const { grid, shown } = await gridOf(400)
    grid.scrolled(2000, slowly())
    const [first, last] = [shown()[0]!, shown().at(-1)! + 1]
    expect(grid.wanted).toEqual({ start: first - (last - first), end: last + (last - first) })
  })

  it('is not drawn again for a pixel that shows no other row', async () => {
    const { grid } = await gridOf(400)
    const { seen, end } = watch(() => grid.cells)
    flushSync()
    grid.scrolled(1, slowly())
    flushSync()
    expect(seen).toHaveLength(1)
    grid.scrolled(1500, slowly())
    flushSync()
    end()
    expect(seen).toHaveLength(2)
  })

  it('keeps the element of a picture that stays in view', async () => {
    const { grid } = await gridOf(400)
    const slots = () => new Map(grid.cells.map(({ slot, index }) => [index, slot]))
    const before = slots()
    grid.scrolled(450, slowly())
    const after = slots()
    expect(after.has(0)).toBe(false)
    const staying = [...before.keys()].filter((index) => after.has(index))
    expect(staying.length).toBeGreaterThan(2)
    for (const index of staying) expect(after.get(index)).toBe(before.get(index))
  })
})

describe('scrolling fast', () => {
  it('shows no pictures that pass, until it settles', async () => {
    const { grid } = await gridOf(400)
    grid.scrolled(100, slowly())
    grid.scrolled(5000, (time += 16))
    expect(grid.fast).toBe(true)
    expect(grid.cells.filter(({ image }) => image !== undefined)).toEqual([])
    await vi.advanceTimersByTimeAsync(120)
    expect(grid.fast).toBe(false)
    expect(grid.cells.every(({ image }) => image !== undefined)).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is also what a held key does, but not one step, however far', async () => {
    const { grid } = await gridOf(400)
    grid.stepped(5000, slowly())
    expect(grid.fast).toBe(false)
    for (const top of [5300, 5600]) {
      grid.stepped(top, (time += 33))
      // The event that the browser sends for it.
      grid.scrolled(top, time + 8)
      expect(grid.fast).toBe(true)
    }
    await vi.advanceTimersByTimeAsync(120)
    expect(grid.fast).toBe(false)
    grid.stepped(5900, (time += 200))
    expect(grid.fast).toBe(false)
  })
})

describe('keeping in place what is in view', () => {
  it('scrolls on when pictures come before it, and shows them at the top', async () => {
    const { source, grid, place } = await gridOf(400)
    expect(place()).toBeNull()
    grid.scrolled(1234, slowly())
    const topOf = (seed: number) => {
      const cell = grid.cells.find(({ image }) => image?.seed === seed)
      return (cell?.top ?? NaN) + grid.layerTop - scrollTop
    }
    let scrollTop = 1234
    const seed = grid.cells[12]!.image!.seed
    const before = topOf(seed)
    // A whole row, so that columns stay.
    for (let number = 1; number <= grid.layout.columns; number++) {
      source.handle({ type: 'imageAdded', image: newPicture(number) })
    }
    scrollTop = place()!
    expect(scrollTop).toBeGreaterThan(1234)
    expect(topOf(seed)).toBeCloseTo(before, 3)
  })

  it('goes to the top under another filter', async () => {
    const { source, grid, place } = await gridOf(400)
    grid.scrolled(1234, slowly())
    await source.show({ sort: 'oldest' })
    expect(place()).toBe(0)
  })
})

describe('bringing a picture into view', () => {
  it('scrolls as little as needed, and not at all where it is in view', async () => {
    const { grid } = await gridOf(400)
    expect(grid.scrollTopShowing(0)).toBeNull()
    const down = grid.scrollTopShowing(200)!
    grid.placed(down)
    expect(grid.scrollTopShowing(200)).toBeNull()
    expect(grid.cells.some(({ index }) => index === 200)).toBe(true)
    expect(grid.scrollTopShowing(0)).toBe(0)
  })
})
