import { describe, expect, it } from 'vitest'
import type { NoiseSource } from '../../../models/random/noise-source.ts'
import { createTorchCpuGenerator } from '../../../models/random/torch-cpu-generator.ts'
import { drawBatchNoise } from '../../../models/samplers/batch-noise.ts'
import { startFromNoise } from '../../../models/samplers/starting-latents.ts'

/** Counts on from `first`, and notes how much was asked for at once. */
function countingSource(first: number): NoiseSource & { readonly draws: number[] } {
  let next = first
  const draws: number[] = []
  return {
    draws,
    randn(count) {
      draws.push(count)
      return Float32Array.from({ length: count }, () => next++)
    },
  }
}

describe('drawBatchNoise', () => {
  it('draws the pictures of one generator as one tensor', () => {
    const source = countingSource(0)
    expect([...drawBatchNoise([{ source, pictures: 2 }], 3)]).toEqual([0, 1, 2, 3, 4, 5])
    expect(source.draws).toEqual([6])
  })

  it('draws from each generator in turn, and goes on where it stopped', () => {
    const first = countingSource(0)
    const second = countingSource(100)
    const groups = [
      { source: first, pictures: 1 },
      { source: second, pictures: 2 },
    ]
    expect([...drawBatchNoise(groups, 2)]).toEqual([0, 1, 100, 101, 102, 103])
    expect([...drawBatchNoise(groups, 2)]).toEqual([2, 3, 104, 105, 106, 107])
  })

  it('makes a picture with its own seed the same noise alone and in a batch', () => {
    const alone = drawBatchNoise([{ source: createTorchCpuGenerator(12), pictures: 1 }], 64)
    const seeds = [11, 12].map((seed) => ({ source: createTorchCpuGenerator(seed), pictures: 1 }))
    expect([...drawBatchNoise(seeds, 64).subarray(64)]).toEqual([...alone])
  })
})

describe('startFromNoise', () => {
  it('scales noise to the first level in float32', () => {
    const sigma = 14.6146
    expect(startFromNoise(Float32Array.of(1.1), sigma)[0]).toBe(Math.fround(Math.fround(1.1) * Math.fround(sigma)))
  })
})
