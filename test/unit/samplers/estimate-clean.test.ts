import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { denoise } from '../../../models/samplers/denoise.ts'
import { estimateClean } from '../../../models/samplers/estimate-clean.ts'
import { createScheduler } from '../../../models/schedulers/create-scheduler.ts'
import { SCHEDULER_KINDS } from '../../../models/schedulers/scheduler-settings.ts'

/** Cumulated alphas of Stable Diffusion's training, from the schedule's definition in float64. */
const alphas: number[] = []
for (let timestep = 0, product = 1; timestep < 1000; timestep++) {
  const root = Math.sqrt(0.00085) + ((Math.sqrt(0.012) - Math.sqrt(0.00085)) * timestep) / 999
  alphas.push((product *= 1 - root ** 2))
}

describe('estimateClean', () => {
  it.each(['epsilon', 'v_prediction'] as const)('finds the clean sample that was noised (%s)', (predictionType) => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.integer({ min: 0, max: 999 }),
        (clean, noise, timestep) => {
          const signal = Math.sqrt(alphas[timestep] as number)
          const level = Math.sqrt(1 - (alphas[timestep] as number))
          const sample = Float32Array.of(signal * clean + level * noise)
          const modelOutput = Float32Array.of(predictionType === 'epsilon' ? noise : signal * noise - level * clean)
          const settings = { kind: 'ddim', steps: 1, predictionType } as const
          const [estimate = NaN] = estimateClean({ sample, modelOutput }, timestep, settings)
          // The signal is small at the noisiest timesteps, so that rounding counts.
          expect(Math.abs(estimate - clean)).toBeLessThan(1e-4)
        },
      ),
    )
  })

  it.each(SCHEDULER_KINDS)('knows the end of a run with a network that always sees it (%s)', async (kind) => {
    const clean = 1.5
    const scheduler = createScheduler({ kind, steps: 6 })
    const estimates: number[] = []
    await denoise({
      scheduler,
      latents: Float32Array.of(0.3 * scheduler.initNoiseSigma),
      firstStep: 0,
      afterStep: null,
      predict: async (sample, timestep) => {
        const alpha = at(timestep)
        return sample.map((value) => (value - Math.sqrt(alpha) * clean) / Math.sqrt(1 - alpha))
      },
      drawNoise: () => Float32Array.of(0.7),
      onStep: async ({ modelStep, timestep }) => {
        estimates.push(estimateClean(modelStep, timestep, scheduler.settings)[0] as number)
      },
    })
    expect(estimates).toHaveLength(6)
    expect(Math.max(...estimates.map((estimate) => Math.abs(estimate - clean)))).toBeLessThan(0.01)
  })
})

function at(timestep: number): number {
  const lower = Math.floor(timestep)
  const [alpha = 0, next = 0] = [alphas[lower], alphas[Math.min(lower + 1, 999)]]
  return alpha + (next - alpha) * (timestep - lower)
}
