import type { ModelStep } from '../schedulers/prediction.ts'
import type { Scheduler } from '../schedulers/scheduler.ts'

export interface DenoiseOptions {
  readonly scheduler: Scheduler
  /** Noised latents to start from, at the level of step `firstStep`. */
  readonly latents: Float32Array
  /** First step to run; later than 0 where a picture is the start. */
  readonly firstStep: number
  /** The network's output (guidance applied) for a scaled sample. */
  readonly predict: (sample: Float32Array, timestep: number) => Promise<Float32Array>
  /** Standard normal noise for the whole batch. */
  readonly drawNoise: () => Float32Array
  /** Changes the latents after step `index` before anything else sees them: inpainting puts back what is kept. */
  readonly afterStep: ((latents: Float32Array, index: number) => Float32Array) | null
  /** Told after each step; awaited, and what it throws ends the run. */
  readonly onStep: (progress: StepProgress) => Promise<void>
}

export interface StepProgress {
  /** Steps run so far, from 1. */
  readonly done: number
  readonly total: number
  readonly timestep: number
  /** After the step. */
  readonly latents: Float32Array
  /** What the network was given, and what it gave. */
  readonly modelStep: ModelStep
}

/**
 * The denoising loop: predicts, steps, repeats.
 * @returns the latents after the last step, of the length given.
 */
export async function denoise(options: DenoiseOptions): Promise<Float32Array> {
  const { scheduler, firstStep, predict, drawNoise, afterStep, onStep } = options
  const timesteps = scheduler.timesteps
  const total = timesteps.length - firstStep
  let latents = options.latents
  for (const [index, timestep] of timesteps.entries()) {
    if (index < firstStep) continue
    const sample = scheduler.scaleModelInput(latents, index)
    const modelOutput = await predict(sample, timestep)
    latents = scheduler.step(modelOutput, index, latents, drawNoise)
    if (afterStep !== null) latents = afterStep(latents, index)
    await onStep({ done: index - firstStep + 1, total, timestep, latents, modelStep: { sample, modelOutput } })
  }
  return latents
}
