import { describe, expect, it } from 'vitest'
import { brightnessColors, paintLatent, publishedColors } from '../../../models/samplers/latent-colors.ts'

const PUBLISHED_BLOCKS = [128, 256, 512, 512]

describe('publishedColors', () => {
  it('are those of the published autoencoders only', () => {
    expect(publishedColors('sd15', [24, 48, 96, 96])).toBeNull()
    expect(publishedColors('sdxl', [...PUBLISHED_BLOCKS, 512])).toBeNull()
  })

  it.each([
    ['sd15', [1.298 * 127.5, 1.207 * 127.5, 1.208 * 127.5]],
    ['sdxl', [150 + 60, 140 + 60, 130 + 60]],
  ] as const)('%s: the first channel brightens as its source says', (family, expected) => {
    const colors = publishedColors(family, PUBLISHED_BLOCKS)
    const pixels = paintLatent(Float32Array.of(1, 0, 0, 0), colors ?? [])
    const differences = expected.map((value, index) => Math.abs(value - (pixels?.[index] ?? NaN)))
    expect(Math.max(...differences)).toBeLessThanOrEqual(1)
  })
})

describe('paintLatent', () => {
  it('maps channels to colours, pixel by pixel, within 0 to 255', () => {
    const colors = [
      [1, 0, 10],
      [0, 1, 20],
      [100, 100, 0],
    ]
    expect([...(paintLatent(Float32Array.of(1, 2, 30, -40), colors) ?? [])]).toEqual([11, 50, 255, 12, 0, 0])
  })

  it('paints nothing where a value is not a number', () => {
    expect(
      paintLatent(Float32Array.of(NaN, 1), [
        [1, 0],
        [1, 0],
        [1, 0],
      ]),
    ).toBeNull()
  })
})

describe('brightnessColors', () => {
  it('stretch the channels’ sum from black to white', () => {
    const latent = Float32Array.of(-4, 0, 6, -6, 0, 4)
    const pixels = paintLatent(latent, brightnessColors(latent, 2))
    expect([...(pixels ?? [])]).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255])
  })

  it('are black for latents without differences', () => {
    const latent = Float32Array.of(5, 5)
    expect([...(paintLatent(latent, brightnessColors(latent, 1)) ?? [])]).toEqual([0, 0, 0, 0, 0, 0])
  })
})
