import { describe, expect, it } from 'vitest'
import { toPixels, unscaleLatents } from '../../../models/samplers/latent-image.ts'

/** The decoder's value that means `level` of 255 exactly, where float32 can tell. */
const valueOf = (level: number): number => (level / 255) * 2 - 1

describe('toPixels', () => {
  it('turns planes of channels into pixels', () => {
    // Two pixels: red is -1, 1; green 1, -1; blue -1, -1.
    const planes = Float32Array.of(-1, 1, 1, -1, -1, -1)
    expect([...toPixels(planes, 1, 2)!]).toEqual([0, 255, 0, 255, 0, 0])
  })

  it('rounds halves to even', () => {
    // 0 means 127.5 of 255, whose even neighbour is 128.
    expect([...toPixels(Float32Array.of(0, 0, 0), 1, 1)!]).toEqual([128, 128, 128])
    const level = (value: number) => toPixels(Float32Array.of(value, value, value), 1, 1)![0]
    const halves = [0.5, 1.5, 2.5, 3.5, 126.5, 254.5].filter((half) => {
      const unit = Math.fround(Math.fround(Math.fround(valueOf(half)) / 2) + 0.5)
      return Math.fround(unit * 255) === half
    })
    expect(halves.length).toBeGreaterThan(0)
    for (const half of halves) expect(level(valueOf(half))).toBe(2 * Math.round(half / 2))
  })

  it('clamps what is brighter or darker than a picture can be', () => {
    expect([...toPixels(Float32Array.of(-7, 9, Infinity), 1, 1)!]).toEqual([0, 255, 255])
  })

  it('says where there is no picture', () => {
    expect(toPixels(Float32Array.of(0, 0, NaN), 1, 1)).toBeNull()
    expect(toPixels(Float32Array.of(NaN, 0, 0), 1, 1)).toBeNull()
  })
})

describe('unscaleLatents', () => {
  it('divides by the scaling factor in float32', () => {
    const [value] = unscaleLatents(Float32Array.of(1), 0.18215)
    expect(value).toBe(Math.fround(1 / Math.fround(0.18215)))
    expect(value).not.toBe(1 / 0.18215)
  })

  it('leaves latents alone where the factor is 1', () => {
    const latents = Float32Array.of(1, 2)
    expect(unscaleLatents(latents, 1)).toBe(latents)
  })
})
