import { describe, expect, it } from 'vitest'
import { ASPECTS, aspectOf, roundSide, sizeOfAspect, swapSides } from '../../../../renderer/state/picture-size.ts'

const SMALL = { width: 128, height: 128 }
const SD15 = { width: 512, height: 512 }
const SDXL = { width: 1024, height: 1024 }

function sizes(native: { width: number; height: number }): string[] {
  return ASPECTS.map((aspect) => sizeOfAspect(aspect, native)).map(({ width, height }) => `${width}x${height}`)
}

describe('sizeOfAspect', () => {
  it('keeps about the pixels that the model was trained on', () => {
    expect(sizes(SD15)).toEqual(['512x512', '576x456', '624x416', '680x384'])
    expect(sizes(SMALL)[0]).toBe('128x128')
  })

  it('gives SDXL sizes in steps of 64', () => {
    expect(sizes(SDXL)).toEqual(['1024x1024', '1152x896', '1280x832', '1344x768'])
  })
})

describe('aspectOf', () => {
  it('knows each preset again, also turned', () => {
    for (const native of [SMALL, SD15, SDXL]) {
      for (const aspect of ASPECTS) {
        const size = sizeOfAspect(aspect, native)
        expect(aspectOf(size, native)?.id).toBe(aspect.id)
        expect(aspectOf(swapSides(size), native)?.id).toBe(aspect.id)
      }
    }
  })

  it('knows none for a size of one’s own', () => {
    expect(aspectOf({ width: 512, height: 520 }, SD15)).toBeNull()
  })
})

describe('roundSide', () => {
  it('stays within what can be asked for', () => {
    expect([1, 67, 68, 9999].map((side) => roundSide(side))).toEqual([64, 64, 72, 4096])
  })
})
