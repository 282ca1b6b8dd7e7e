import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draggedPictures, endDrag, PICTURES_TYPE, startDrag } from '../../../../renderer/state/gallery-drag.ts'

class Pointer extends Event {
  readonly buttons: number
  constructor(buttons: number) {
    super('pointermove')
    this.buttons = buttons
  }
}

/** The window of a page, which is an event target; with the desktop's bridge where `startNative` is given. */
function stubWindow(startNative?: (ids: readonly string[]) => void): EventTarget {
  const target = new EventTarget()
  vi.stubGlobal(
    'window',
    Object.assign(target, startNative === undefined ? {} : { onestroke: { startDrag: startNative } }),
  )
  return target
}

function drag(ids: readonly string[]) {
  const data = new Map<string, string>()
  const dataTransfer = { setData: (type: string, value: string) => data.set(type, value), effectAllowed: 'none' }
  const preventDefault = vi.fn<() => void>()
  startDrag({ dataTransfer, preventDefault } as unknown as DragEvent, ids, 'http://127.0.0.1:1')
  return { data, preventDefault }
}

beforeEach(() => {
  endDrag()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('on the desktop', () => {
  it('all files go along, and the page knows which', () => {
    const native = vi.fn<(ids: readonly string[]) => void>()
    stubWindow(native)
    const { data, preventDefault } = drag(['a', 'b', 'c'])
    expect(native).toHaveBeenCalledExactlyOnceWith(['a', 'b', 'c'])
    expect(preventDefault).toHaveBeenCalledOnce()
    expect(data.size).toBe(0)
    expect(draggedPictures()).toEqual(['a', 'b', 'c'])
  })

  it('the drag is over when the pointer moves freely', () => {
    const page = stubWindow(() => undefined)
    drag(['a'])
    page.dispatchEvent(new Pointer(1))
    expect(draggedPictures()).toEqual(['a'])
    page.dispatchEvent(new Pointer(0))
    expect(draggedPictures()).toEqual([])
    drag(['b'])
    expect(draggedPictures()).toEqual(['b'])
  })

  it('the drag is over when another window is used, from which another drag may come', () => {
    const page = stubWindow(() => undefined)
    drag(['a'])
    page.dispatchEvent(new Event('blur'))
    expect(draggedPictures()).toEqual([])
  })

  it('more pictures than the system carries are dragged within the window', () => {
    const native = vi.fn<(ids: readonly string[]) => void>()
    stubWindow(native)
    const ids = Array.from({ length: 1001 }, (_, index) => String(index))
    expect(drag(ids).data.get(PICTURES_TYPE)).toBe(ids.join(' '))
    expect(native).not.toHaveBeenCalled()
    expect(draggedPictures()).toHaveLength(1001)
  })
})

it('in a browser the first one’s file goes along', () => {
  stubWindow()
  const { data, preventDefault } = drag(['a', 'b'])
  expect(data.get('text/uri-list')).toBe('http://127.0.0.1:1/api/images/a/file')
  expect(data.get(PICTURES_TYPE)).toBe('a b')
  expect(preventDefault).not.toHaveBeenCalled()
})
