import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GalleryGrid } from '../../../../renderer/state/gallery-grid.svelte.ts'
import { GalleryInput } from '../../../../renderer/state/gallery-input.ts'
import { pictures } from './picture-back-end.ts'
import { openStudio, settle, stopClock } from './studio-harness.ts'

beforeEach(stopClock)
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A gallery of `count` pictures in columns, with its keys. */
async function openGallery(count: number) {
  const { studio, desk, backEnd } = await openStudio(pictures(count))
  const grid = new GalleryGrid(desk.gallery.source, () => 'medium')
  grid.resize(400, 300, 1)
  const input = new GalleryInput({ studio, desk, grid })
  const press = async (key: string, modifiers: Partial<KeyboardEventInit> & { code?: string } = {}) => {
    const held = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers }
    const event = Object.assign(new Event('keydown', { cancelable: true }), held, {
      key,
      getModifierState: () => false,
    })
    input.keydown(event as unknown as KeyboardEvent)
    await settle()
    return event.defaultPrevented
  }
  const id = (place: number) => backEnd.library.images[place]!.id
  const selected = () => [...desk.gallery.selectedIds]
  return { studio, desk, grid, press, id, selected }
}

describe('keys of the gallery', () => {
  it('move by picture and row, to the ends, and stop following the newest', async () => {
    const { desk, grid, press } = await openGallery(20)
    const { columns } = grid.layout
    const places: number[] = []
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'End', 'Home']) {
      expect(await press(key)).toBe(true)
      places.push(desk.gallery.activeIndex)
    }
    expect(places).toEqual([1, 1 + columns, columns, 0, 19, 0])
    expect(desk.viewer.following).toBe(false)
  })

  it('select a range with Shift, and one more or less with Space', async () => {
    const { press, id, selected } = await openGallery(5)
    await press('ArrowRight', { shiftKey: true })
    await press('ArrowRight', { shiftKey: true })
    expect(selected()).toEqual([id(0), id(1), id(2)])
    await press(' ')
    expect(selected()).toEqual([id(0), id(1)])
    expect(await press('Escape')).toBe(true)
    expect(selected()).toEqual([])
  })

  it('select everything, also on a keyboard of another script', async () => {
    for (const key of ['a', 'ф']) {
      const { press, selected } = await openGallery(5)
      expect(await press(key, { code: 'KeyA', ctrlKey: true })).toBe(true)
      expect(selected()).toHaveLength(5)
    }
  })

  it('open the picture with Enter', async () => {
    const { studio, press } = await openGallery(5)
    studio.layout.show('gallery')
    await press('Enter')
    expect(studio.layout.view).toBe('studio')
  })

  it('leave to others what is not theirs', async () => {
    const { desk, press } = await openGallery(5)
    for (const [key, held] of [
      ['ArrowUp', { altKey: true }],
      ['Enter', { ctrlKey: true }],
      ['Escape', {}],
      ['a', {}],
    ] as const) {
      expect(await press(key, held)).toBe(false)
    }
    expect(desk.gallery.activeIndex).toBe(0)
  })
})
