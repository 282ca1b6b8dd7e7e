import { describe, expect, it } from 'vitest'
import { createTorchCpuGenerator } from '../../models/random/torch-cpu-generator.ts'
import { readGoldenJson, readGoldenTensors } from './reference.ts'

interface Draw {
  tensor: string
  shape: number[]
  stored: 'all' | 'first 64 and last 64'
  sum: number
}

const { cases } = readGoldenJson('randn.json') as { cases: { seed: string; draws: Draw[] }[] }
const tensors = readGoldenTensors('randn.safetensors')
const named = cases.map(({ seed, draws }) => ({
  seed,
  draws,
  shapes: draws.map(({ shape }) => shape.join('x')).join(', '),
}))

describe('noise against torch.randn on the CPU', () => {
  it('has draws for seven seeds', () => expect(new Set(cases.map(({ seed }) => seed)).size).toBe(7))

  it.each(named)('seed $seed: $shapes', ({ seed, draws }) => {
    const source = createTorchCpuGenerator(BigInt(seed))
    for (const { tensor, shape, stored, sum } of draws) {
      const values = source.randn(shape.reduce((product, size) => product * size, 1))
      expect(Math.abs(values.reduce((total, value) => total + value, 0) - sum)).toBeLessThan(1e-6 * values.length)
      const kept = stored === 'all' ? [...values] : [...values.slice(0, 64), ...values.slice(-64)]
      const expected = [...(tensors.get(tensor)?.values ?? [])]
      // Long draws are made of float32 arithmetic alone; short ones need the engine's sine, which may differ by an ulp.
      const bound = values.length < 16 ? 3e-7 : 0
      const errors = kept.map((value, i) => Math.abs(value - (expected[i] ?? NaN)))
      expect(errors.every((error) => error <= bound)).toBe(true)
    }
  })
})
