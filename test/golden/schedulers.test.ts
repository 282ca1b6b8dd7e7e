import { describe, expect, it } from 'vitest'
import { createTorchCpuGenerator } from '../../models/random/torch-cpu-generator.ts'
import { createScheduler } from '../../models/schedulers/create-scheduler.ts'
import type { Scheduler } from '../../models/schedulers/scheduler.ts'
import type { SchedulerKind, SchedulerSettings } from '../../models/schedulers/scheduler-settings.ts'
import { readGoldenJson } from './reference.ts'

interface ReferenceConfig {
  timestep_spacing?: 'trailing' | 'leading' | 'linspace'
  prediction_type?: 'epsilon' | 'v_prediction'
  use_karras_sigmas?: boolean
}

interface ReferenceSetup {
  scheduler: 'ddim' | 'tcd' | 'lcm' | 'euler' | 'euler_a' | 'dpmpp_2m'
  config: ReferenceConfig
  steps: number
}

interface ReferenceRun extends ReferenceSetup {
  id: number
  eta?: number
  seed: number
  timesteps: number[]
  sigmas?: number[]
  init_noise_sigma: number
  x_start: number[]
  noise: number[][]
  x: number[][]
  img2img?: { begin_index: number }
  custom_timesteps?: number[]
  set_timesteps_strength?: number
}

interface ReferenceNoising extends ReferenceSetup {
  index: number
  timestep: number
  x: number[]
}

interface Reference {
  base_config: { beta_start: number; beta_end: number; num_train_timesteps: number; steps_offset: number }
  x0: number[]
  image: number[]
  z: number[]
  cases: ReferenceRun[]
  add_noise: ReferenceNoising[]
}

const reference = readGoldenJson('schedulers.json') as Reference
const KINDS: Record<ReferenceSetup['scheduler'], SchedulerKind> = {
  ddim: 'ddim',
  tcd: 'tcd',
  lcm: 'lcm',
  euler: 'euler',
  euler_a: 'euler-a',
  dpmpp_2m: 'dpmpp-2m',
}

function kindOf({ scheduler, config }: ReferenceSetup): SchedulerKind {
  const kind = KINDS[scheduler]
  return config.use_karras_sigmas ? (`${kind}-karras` as SchedulerKind) : kind
}

function settingsOf(setup: ReferenceSetup & Partial<Omit<ReferenceRun, 'x'>>): SchedulerSettings {
  const { base_config: base } = reference
  const { config } = setup
  return {
    kind: kindOf(setup),
    steps: setup.steps,
    stepsOffset: base.steps_offset,
    betaStart: base.beta_start,
    betaEnd: base.beta_end,
    trainTimesteps: base.num_train_timesteps,
    ...(config.timestep_spacing && { spacing: config.timestep_spacing }),
    ...(config.prediction_type && { predictionType: config.prediction_type }),
    ...(setup.eta !== undefined && { eta: setup.eta }),
    ...(setup.custom_timesteps && { timesteps: setup.custom_timesteps }),
    ...(setup.set_timesteps_strength && { strength: setup.set_timesteps_strength }),
  }
}

/** The reference's stand-in for a UNet. */
function fakeModel(input: Float32Array, timestep: number): Float32Array {
  return input.map((x) => 0.3 * x * Math.cos(timestep / 250) + 0.1 * Math.sin(3 * x + timestep / 100))
}

function startOf(run: ReferenceRun, scheduler: Scheduler, first: number): Float32Array {
  if (run.img2img || run.set_timesteps_strength) {
    return scheduler.addNoise(Float32Array.from(reference.image), Float32Array.from(reference.z), first)
  }
  return Float32Array.from(reference.x0, (x) => x * scheduler.initNoiseSigma)
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance = 3e-5): void {
  const bound = tolerance * (1 + Math.max(...expected.map(Math.abs)))
  const errors = expected.map((value, i) => Math.abs((actual[i] ?? NaN) - value))
  expect(actual.length).toBe(expected.length)
  expect(errors.every((error) => error <= bound)).toBe(true)
}

describe('schedulers against diffusers', () => {
  it('has every case of the reference', () => {
    expect(reference.cases).toHaveLength(167)
    expect(reference.add_noise).toHaveLength(15)
  })

  it.each(reference.cases)('case $id: $scheduler, $steps steps', (run) => {
    const scheduler = createScheduler(settingsOf(run))
    const first = run.img2img?.begin_index ?? 0
    expectClose(scheduler.timesteps.slice(first), run.timesteps, 1e-6)
    expect(scheduler.initNoiseSigma).toBeCloseTo(run.init_noise_sigma, 5)
    if (run.sigmas) expectClose(scheduler.sigmas ?? [], run.sigmas, 1e-6)

    const source = createTorchCpuGenerator(run.seed)
    const drawn: Float32Array[] = []
    const drawNoise = (): Float32Array => {
      const noise = source.randn(reference.x0.length)
      drawn.push(noise)
      return noise
    }
    let sample = startOf(run, scheduler, first)
    expectClose(sample, run.x_start)
    for (const [step, expected] of run.x.entries()) {
      const index = first + step
      const output = fakeModel(scheduler.scaleModelInput(sample, index), scheduler.timesteps[index] ?? NaN)
      sample = scheduler.step(output, index, sample, drawNoise)
      expectClose(sample, expected)
    }
    expect(drawn).toHaveLength(run.noise.length)
    for (const [i, noise] of run.noise.entries()) expectClose(drawn[i] ?? [], noise, 1e-6)
  })

  it.each(reference.add_noise)('adds noise at step $index of $scheduler', (noising) => {
    const scheduler = createScheduler(settingsOf(noising))
    expect(scheduler.timesteps[noising.index]).toBe(noising.timestep)
    const noised = scheduler.addNoise(Float32Array.from(reference.image), Float32Array.from(reference.z), noising.index)
    expectClose(noised, noising.x)
  })
})
