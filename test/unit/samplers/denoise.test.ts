import { describe, expect, it } from 'vitest'
import { denoise, type DenoiseOptions, type StepProgress } from '../../../models/samplers/denoise.ts'
import { createScheduler } from '../../../models/schedulers/create-scheduler.ts'
import type { Scheduler } from '../../../models/schedulers/scheduler.ts'

/** A scheduler that writes down what is done with it: steps add the prediction, and one noise value where asked. */
function loggingScheduler(log: string[], stochastic: boolean): Scheduler {
  return {
    timesteps: [900, 600, 300],
    initNoiseSigma: 1,
    scaleModelInput: (sample: Float32Array, index: number) => {
      log.push(`scale ${index}`)
      return sample.map((value) => value * 10)
    },
    step: (...[prediction, index, sample, drawNoise]: Parameters<Scheduler['step']>) => {
      log.push(`step ${index}`)
      const noise = stochastic ? (drawNoise()[0] as number) : 0
      return sample.map((value, position) => value + (prediction[position] as number) + noise)
    },
  } as unknown as Scheduler
}

function optionsFor(log: string[], changes: Partial<DenoiseOptions> = {}): DenoiseOptions {
  return {
    scheduler: loggingScheduler(log, true),
    latents: Float32Array.of(1),
    firstStep: 0,
    afterStep: null,
    predict: (sample, timestep) => {
      log.push(`predict ${sample[0]} at ${timestep}`)
      return Promise.resolve(Float32Array.of(2))
    },
    drawNoise: () => {
      log.push('noise')
      return Float32Array.of(0.5)
    },
    onStep: ({ done, total, timestep }) => {
      log.push(`done ${done} of ${total} at ${timestep}`)
      return Promise.resolve()
    },
    ...changes,
  }
}

describe('denoise', () => {
  it('scales, predicts, steps with the step’s noise, and reports, step by step', async () => {
    const log: string[] = []
    const latents = await denoise(optionsFor(log))
    expect([...latents]).toEqual([8.5])
    expect(log).toEqual([
      'scale 0',
      'predict 10 at 900',
      'step 0',
      'noise',
      'done 1 of 3 at 900',
      'scale 1',
      'predict 35 at 600',
      'step 1',
      'noise',
      'done 2 of 3 at 600',
      'scale 2',
      'predict 60 at 300',
      'step 2',
      'noise',
      'done 3 of 3 at 300',
    ])
  })

  it('begins at a later step where a picture is the start', async () => {
    const log: string[] = []
    await denoise(optionsFor(log, { firstStep: 2 }))
    expect(log).toEqual(['scale 2', 'predict 10 at 300', 'step 2', 'noise', 'done 1 of 1 at 300'])
  })

  it('gives the latents back where there is no step to run', async () => {
    expect([...(await denoise(optionsFor([], { firstStep: 3 })))]).toEqual([1])
  })

  it('waits for what hears of a step, and ends with what it throws', async () => {
    const log: string[] = []
    const onStep = async ({ done }: StepProgress) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      log.push(`heard ${done}`)
      if (done === 2) throw new Error('cancelled')
    }
    await expect(denoise(optionsFor(log, { onStep }))).rejects.toThrow('cancelled')
    expect(log.filter((entry) => entry.startsWith('predict'))).toHaveLength(2)
    expect(log.indexOf('heard 1')).toBeLessThan(log.indexOf('scale 1'))
  })

  it('goes on from what a change after each step makes of the latents', async () => {
    const log: string[] = []
    const seen: number[] = []
    const latents = await denoise(
      optionsFor(log, {
        afterStep: (values, index) => values.map((value) => value + 100 * (index + 1)),
        onStep: ({ latents: now }) => Promise.resolve(void seen.push(now[0] as number)),
      }),
    )
    expect(seen).toEqual([103.5, 306, 608.5])
    expect([...latents]).toEqual([608.5])
  })

  it('does not change the latents it was given', async () => {
    const latents = Float32Array.of(1)
    await denoise(optionsFor([], { latents }))
    expect(latents[0]).toBe(1)
  })

  // Draws as the reference makes them: test/golden/data/README.md, "How the pipelines draw noise".
  it.each([
    ['tcd', 0.3, 3],
    ['tcd', 0, 0],
    ['lcm', 0, 3],
    ['ddim', 0, 0],
    ['euler', 0, 0],
    ['euler-a', 0, 4],
    ['dpmpp-2m', 0, 0],
  ] as const)('draws noise with %s, eta %d, %d times in four steps', async (kind, eta, draws) => {
    let drawn = 0
    const scheduler = createScheduler({ kind, steps: 4, spacing: 'trailing', eta, predictionType: 'epsilon' })
    await denoise({
      scheduler,
      latents: new Float32Array(16),
      firstStep: 0,
      afterStep: null,
      predict: (sample) => Promise.resolve(sample),
      drawNoise: () => {
        drawn += 1
        return new Float32Array(16)
      },
      onStep: () => Promise.resolve(),
    })
    expect(drawn).toBe(draws)
  })
})
