import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clampView, fitView, nextStop, wheelScale, zoomAt } from '../../../../renderer/state/viewer-zoom.ts'

const lengths = fc.integer({ min: 16, max: 8192 })
const boxes = fc.record({ width: lengths, height: lengths })
const scales = fc.double({ min: 0.05, max: 32, noNaN: true })
const offsets = fc.double({ min: -5000, max: 5000, noNaN: true })

describe('fitting', () => {
  it('shows the whole picture and does not blow small ones up without end', () => {
    expect(fitView({ width: 1024, height: 512 }, { width: 512, height: 512 }).scale).toBe(0.5)
    expect(fitView({ width: 128, height: 128 }, { width: 2000, height: 2000 }).scale).toBe(4)
  })
})

describe('zooming', () => {
  it('keeps what is under the pointer there', () => {
    fc.assert(
      fc.property(scales, scales, offsets, offsets, (from, to, x, point) => {
        const view = { scale: from, x, y: 0 }
        const after = zoomAt(view, to, { x: point, y: 0 })
        const under = (point - view.x) / view.scale
        expect(after.x + under * after.scale).toBeCloseTo(point, 5)
        expect(after.scale).toBeCloseTo(to, 9)
      }),
    )
  })

  it('steps through the stops and ends at the last', () => {
    expect(nextStop(0.7, 1)).toBe(1)
    expect(nextStop(1, 1)).toBe(2)
    expect(nextStop(1, -1)).toBe(0.5)
    expect(nextStop(32, 1)).toBe(32)
    expect(nextStop(0.05, -1)).toBe(0.05)
  })

  it('adds a touchpad’s small turns up to the same as a wheel’s large ones', () => {
    let scale = 1
    for (let turn = 0; turn < 60; turn++) scale = wheelScale(scale, -5)
    expect(scale).toBeCloseTo(wheelScale(1, -300), 9)
    expect(scale).toBeCloseTo(2, 9)
  })
})

describe('panning', () => {
  it('never leaves a gap beside a large picture, and centres a small one', () => {
    fc.assert(
      fc.property(boxes, boxes, scales, offsets, (picture, room, scale, x) => {
        const view = clampView({ scale, x, y: 0 }, picture, room)
        const shown = picture.width * scale
        // Half of what the picture is wider than the room: as far as it may be moved.
        const slack = Math.max(0, (shown - room.width) / 2)
        expect(Math.abs(view.x)).toBeLessThanOrEqual(slack + 1e-6)
      }),
    )
  })
})
