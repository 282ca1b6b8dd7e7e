import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createScheduler } from '../../../models/schedulers/create-scheduler.ts'
import type { SchedulerKind } from '../../../models/schedulers/scheduler-settings.ts'

const tensor = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: 6, maxLength: 6 })

function noNoise(): never {
  throw new Error('a one-step run draws no noise')
}

function largestError(actual: Float32Array, expected: readonly number[]): number {
  return Math.max(...expected.map((value, i) => Math.abs((actual[i] ?? NaN) - value)))
}

describe('one step with a model that knows the noise', () => {
  it.each<SchedulerKind>(['euler', 'dpmpp-2m', 'lcm'])('%s recovers the clean sample', (kind) => {
    fc.assert(
      fc.property(tensor, tensor, (clean, noise) => {
        const scheduler = createScheduler({ kind, steps: 1 })
        const epsilon = Float32Array.from(noise)
        const sample = scheduler.addNoise(Float32Array.from(clean), epsilon, 0)
        expect(largestError(scheduler.step(epsilon, 0, sample, noNoise), clean)).toBeLessThan(1e-4)
      }),
    )
  })

  it.each<SchedulerKind>(['ddim', 'tcd'])('%s ends at the noise level of timestep 0', (kind) => {
    // Product of one factor: 1 - betaStart.
    const alpha = 1 - 0.00085
    fc.assert(
      fc.property(tensor, tensor, (clean, noise) => {
        const scheduler = createScheduler({ kind, steps: 1 })
        const epsilon = Float32Array.from(noise)
        const sample = scheduler.addNoise(Float32Array.from(clean), epsilon, 0)
        const expected = clean.map((x, i) => Math.sqrt(alpha) * x + Math.sqrt(1 - alpha) * (noise[i] ?? NaN))
        expect(largestError(scheduler.step(epsilon, 0, sample, noNoise), expected)).toBeLessThan(1e-4)
      }),
    )
  })

  it('gives the same for the equivalent velocity', () => {
    fc.assert(
      fc.property(tensor, tensor, (clean, noise) => {
        const scheduler = createScheduler({ kind: 'ddim', steps: 4, predictionType: 'v_prediction' })
        const byNoise = createScheduler({ kind: 'ddim', steps: 4 })
        const sample = scheduler.addNoise(Float32Array.from(clean), Float32Array.from(noise), 2)
        // alphas_cumprod[499], from the reference data.
        const alpha = 0.27766942977905273
        const velocity = noise.map((e, i) => Math.sqrt(alpha) * e - Math.sqrt(1 - alpha) * (clean[i] ?? NaN))
        const expected = byNoise.step(Float32Array.from(noise), 2, sample, noNoise)
        expect(
          largestError(scheduler.step(Float32Array.from(velocity), 2, sample, noNoise), [...expected]),
        ).toBeLessThan(1e-4)
      }),
    )
  })
})
