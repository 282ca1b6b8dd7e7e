import { describe, expect, it } from 'vitest'
import { Zoom } from '../../../../renderer/state/viewer-zoom-state.svelte.ts'

const PICTURE = { width: 1000, height: 500 }
const ROOM = { width: 500, height: 500 }

function measured(): Zoom {
  const zoom = new Zoom()
  zoom.measure(PICTURE, ROOM)
  return zoom
}

describe('Zoom', () => {
  it('fits the window until the user zooms, and again when asked', () => {
    const zoom = measured()
    expect([zoom.fits, zoom.scale]).toEqual([true, 0.5])
    zoom.step(1)
    expect([zoom.fits, zoom.scale]).toEqual([false, 1])
    zoom.fit()
    expect([zoom.fits, zoom.scale]).toEqual([true, 0.5])
  })

  it('follows the window while it fits', () => {
    const zoom = measured()
    zoom.measure(PICTURE, { width: 1000, height: 1000 })
    expect(zoom.scale).toBe(1)
  })

  it('does nothing before a picture is drawn', () => {
    const zoom = new Zoom()
    zoom.step(1)
    zoom.wheel(-100, { x: 0, y: 0 })
    zoom.pan(5, 5)
    expect([zoom.fits, zoom.scale]).toEqual([true, 1])
  })

  it('drags a zoomed picture as far as its edge, and not at all while it fits', () => {
    const zoom = measured()
    zoom.pan(50, 0)
    expect(zoom.fits).toBe(true)
    zoom.step(1)
    zoom.pan(10_000, 10_000)
    expect(zoom.viewIn(PICTURE, ROOM)).toEqual({ scale: 1, x: 250, y: 0 })
  })

  it('keeps under the pointer what the wheel zooms', () => {
    const zoom = measured()
    zoom.wheel(-300, { x: 100, y: 0 })
    expect(zoom.viewIn(PICTURE, ROOM)).toEqual({ scale: 1, x: -100, y: 0 })
  })

  it('shows two pictures of different sizes by the same view', () => {
    const zoom = measured()
    zoom.step(1)
    zoom.pan(250, 0)
    expect(zoom.viewIn({ width: 600, height: 600 }, ROOM)).toEqual({ scale: 1, x: 50, y: 0 })
  })
})
