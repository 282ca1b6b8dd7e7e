import { describe, expect, it } from 'vitest'
import { createLoadingTimes, type LoadedRun } from '../../../main/generation/loading-times.ts'
import { createValueStore } from '../../../main/library/stored-values.ts'
import { openMemoryDatabase } from '../library/memory-library.ts'

const run: LoadedRun = { model: 'flower', device: 'cpu', width: 512, height: 512 }

describe('loading times', () => {
  it('are those of the last time, per part', () => {
    const values = createValueStore(openMemoryDatabase())
    expect(createLoadingTimes(values, run).expected('UNet')).toBeNull()
    createLoadingTimes(values, run).record('UNet', 12_345.6)
    createLoadingTimes(values, run).record('VAE', 800)
    createLoadingTimes(values, run).record('UNet', 11_000.2)
    expect(createLoadingTimes(values, run).expected('UNet')).toBe(11_000)
    expect(createLoadingTimes(values, run).expected('VAE')).toBe(800)
  })

  it.each<[string, Partial<LoadedRun>, number | null]>([
    ['nearly the same size', { width: 576, height: 512 }, 5000],
    ['another shape of the size', { width: 1024, height: 256 }, 5000],
    ['four times the size', { width: 1024, height: 1024 }, null],
    ['another model', { model: 'tree' }, null],
    ['another device', { device: 'cuda' }, null],
  ])('hold for %s or not', (_, change, expected) => {
    const values = createValueStore(openMemoryDatabase())
    createLoadingTimes(values, run).record('UNet', 5000)
    expect(createLoadingTimes(values, { ...run, ...change }).expected('UNet')).toBe(expected)
  })

  it('forget the oldest of very many', () => {
    const values = createValueStore(openMemoryDatabase())
    for (let count = 0; count <= 500; count++)
      createLoadingTimes(values, { ...run, model: `m${count}` }).record('UNet', 1)
    expect(createLoadingTimes(values, { ...run, model: 'm0' }).expected('UNet')).toBeNull()
    expect(createLoadingTimes(values, { ...run, model: 'm1' }).expected('UNet')).toBe(1)
  })
})
