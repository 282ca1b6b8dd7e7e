import { describe, expect, it } from 'vitest'
import { builtInModel } from '../../../main/catalog/built-in-model.ts'
import { openModel } from '../../../main/catalog/open-model.ts'
import { createMemoryPlanner } from '../../../main/generation/memory-plan.ts'
import type { NamedNeeds, NetworkNeeds } from '../../../main/generation/network-needs.ts'

const model = builtInModel()
const opened = openModel({ path: model.path, vae: null, loras: [model.lora] })
const question = { opened, tiling: 'auto', vaeId: null, device: 'cpu' } as const

const GB = 1e9
const needsOf = (part: NamedNeeds['part'], weights: number, working: number): NamedNeeds => ({
  part,
  weightBytes: weights * GB,
  workingBytes: working * GB,
})

/** Networks whose working memory grows with the picture's area: `unet` and `decoder` GB at 1024 × 1024. */
function madeUpNeeds({ encoder = 1, unet = 4, decoder = 8 }): NetworkNeeds {
  const area = ({ width, height }: { width: number; height: number }) => (width * height) / 1024 ** 2
  return {
    before: (_, size) => [needsOf('text encoder', encoder, 0), needsOf('UNet', 4, unet * area(size))],
    decoder: (_, size) => needsOf('VAE', 0.2, decoder * area(size)),
  }
}

const at = (width: number, height: number) => ({ ...question, size: { width, height } })

describe('createMemoryPlanner', () => {
  it('says that what fits, fits, and keeps all of it', () => {
    const plan = createMemoryPlanner(20 * GB, madeUpNeeds({ unet: 2, decoder: 2 })).plan(at(1024, 1024))
    expect(plan).toMatchObject({ fits: true, problem: null, suggestion: null, budgetBytes: 20 * GB, device: 'cpu' })
    expect(plan.parts.map(({ part, released }) => [part, released])).toEqual([
      ['text encoder', false],
      ['UNet', false],
      ['VAE', false],
      ['pictures', false],
    ])
    expect(plan.peakBytes).toBe(Math.round((0.15 + 1 + 6 + 2.2) * GB))
  })

  it('lets the encoder go before the UNet comes where both do not fit', () => {
    const plan = createMemoryPlanner(9 * GB, madeUpNeeds({ encoder: 4, unet: 2, decoder: 0.5 })).plan(at(1024, 1024))
    expect(plan.parts.map(({ released }) => released)).toEqual([true, false, false, false])
    expect(plan.fits).toBe(true)
  })

  it('decodes in tiles of its own accord before it calls a picture too large', () => {
    expect(createMemoryPlanner(9 * GB, madeUpNeeds({ decoder: 9 })).plan(at(1024, 1024)).fits).toBe(true)
  })

  it('suggests tiles first where they were turned off', () => {
    const planner = createMemoryPlanner(9 * GB, madeUpNeeds({ decoder: 9 }))
    const plan = planner.plan({ ...at(1024, 1024), tiling: 'off' })
    expect(plan.fits).toBe(false)
    expect(plan.suggestion).toEqual({ width: 1024, height: 1024, vaeId: null, tiling: 'on' })
    expect(plan.problem?.message).toBe(
      'At 1024 × 1024 this model needs 9.3 GB; 9.0 GB can be used here. It fits when the picture is decoded in tiles.',
    )
  })

  it('suggests the largest smaller size of the same shape, which then fits', () => {
    const planner = createMemoryPlanner(8 * GB, madeUpNeeds({ unet: 8, decoder: 8 }))
    const plan = planner.plan(at(1024, 768))
    expect(plan.suggestion).toMatchObject({ width: 832, height: 624 })
    expect(plan.problem?.message).toContain('It fits at 832 × 624.')
    expect(planner.plan(at(832, 624)).fits).toBe(true)
    expect(planner.plan(at(896, 672)).fits).toBe(false)
  })

  it('suggests nothing where nothing fits', () => {
    const plan = createMemoryPlanner(3 * GB, madeUpNeeds({})).plan(at(512, 512))
    expect(plan).toMatchObject({ fits: false, suggestion: null })
    expect(plan.problem?.message).toContain('Choose a smaller model.')
  })

  it('plans the built-in model by its headers, in milliseconds once its shapes are known', () => {
    const planner = createMemoryPlanner(4 * GB)
    const { peakBytes, fits } = planner.plan(at(256, 256))
    expect(fits).toBe(true)
    expect(peakBytes).toBeGreaterThan(0.15 * GB)
    expect(planner.plan(at(512, 512)).peakBytes).toBeGreaterThan(peakBytes)
    const started = performance.now()
    for (let time = 0; time < 20; time++) planner.plan(at(256, 256))
    expect((performance.now() - started) / 20).toBeLessThan(20)
  })
})
