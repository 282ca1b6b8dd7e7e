import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paintLatent } from '../../../models/samplers/latent-colors.ts'
import { createColorLearner, type DecodedExample } from '../../../models/samplers/learn-colors.ts'

const CHANNELS = 4

/** A decoder that is linear: each latent becomes a square of its colour, with a pattern inside that means out. */
function decodeLinear(
  latent: Float32Array,
  colors: readonly (readonly number[])[],
  size: [number, number],
  scale: number,
): DecodedExample {
  const [height, width] = size
  const pixels = new Uint8Array(height * width * scale ** 2 * 3)
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const position = Math.floor(y / scale) * width + Math.floor(x / scale)
      for (const [color, row] of colors.entries()) {
        const linear = row.reduce(
          (sum, weight, channel) =>
            sum + weight * (channel < CHANNELS ? (latent[channel * height * width + position] as number) : 1),
          0,
        )
        pixels[(y * width * scale + x) * 3 + color] = Math.round(linear) + ((x + y) % 2 === 0 ? 10 : -10)
      }
    }
  }
  return { latent, height, width, pixels, scale }
}

const COLORS = [
  [20, -10, 5, 0, 120],
  [0, 25, -5, 8, 110],
  [-6, 0, 15, 20, 130],
]

describe('createColorLearner', () => {
  it('knows nothing at first', () => expect(createColorLearner(CHANNELS).colors()).toBeNull())

  it('finds the colours of a decoder that is linear', () => {
    const latents = fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 4 * 48, maxLength: 4 * 48 })
    fc.assert(
      fc.property(latents, fc.infiniteStream(fc.double({ min: -0.5, max: 0.5, noNaN: true })), (values, jitter) => {
        const latent = Float32Array.from(values, (value) => value + (jitter.next().value as number))
        const learner = createColorLearner(CHANNELS)
        learner.add(decodeLinear(latent, COLORS, [6, 8], 4))
        const painted = paintLatent(latent, learner.colors() ?? [])
        const wanted = paintLatent(latent, COLORS)
        const differences = [...(painted ?? [])].map((value, index) => Math.abs(value - (wanted?.[index] ?? NaN)))
        expect(Math.max(...differences)).toBeLessThanOrEqual(3)
      }),
      { numRuns: 50 },
    )
  })

  it('takes the mean colour where latents do not differ', () => {
    const learner = createColorLearner(CHANNELS)
    learner.add({ latent: new Float32Array(4), height: 1, width: 1, pixels: Uint8Array.of(9, 8, 7), scale: 1 })
    expect([...(paintLatent(new Float32Array(4), learner.colors() ?? []) ?? [])]).toEqual([9, 8, 7])
  })

  it('is quick with a picture of 1024 by 1024', () => {
    const learner = createColorLearner(CHANNELS)
    const latent = new Float32Array(4 * 128 * 128).map((_, index) => Math.sin(index))
    const start = performance.now()
    learner.add({ latent, height: 128, width: 128, pixels: new Uint8Array(1024 * 1024 * 3), scale: 8 })
    learner.colors()
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
