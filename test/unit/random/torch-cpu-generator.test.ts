import { describe, expect, it } from 'vitest'
import { createTorchCpuGenerator } from '../../../models/random/torch-cpu-generator.ts'

describe('createTorchCpuGenerator', () => {
  it('heeds the low 32 bits of the seed only', () => {
    const values = [...createTorchCpuGenerator(5).randn(40)]
    expect([...createTorchCpuGenerator(5n + 2n ** 40n).randn(40)]).toEqual(values)
    expect([...createTorchCpuGenerator(6).randn(40)]).not.toEqual(values)
  })

  it('keeps the second value of a pair for the next short draw, over a long one', () => {
    const [, second] = createTorchCpuGenerator(3).randn(2)
    const source = createTorchCpuGenerator(3)
    source.randn(1)
    source.randn(64)
    expect(source.randn(1)[0]).toBe(second)
  })

  it.each([0, 1, 15, 16, 17, 33])('draws %i values', (count) => {
    const values = createTorchCpuGenerator(1).randn(count)
    expect(values).toHaveLength(count)
    expect(values.every((value) => Number.isFinite(value) && value !== 0)).toBe(true)
  })

  it('has the mean and variance of a standard normal', () => {
    const values = createTorchCpuGenerator(11).randn(100_000)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(Math.abs(variance - 1)).toBeLessThan(0.03)
  })
})
