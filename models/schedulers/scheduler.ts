import type { SchedulerSettings } from './scheduler-settings.ts'

/**
 * One run of a sampling method over its own list of timesteps. A scheduler serves one run: multistep methods
 * remember earlier model outputs. All arithmetic is float32, as the reference's.
 */
export interface Scheduler {
  readonly settings: SchedulerSettings
  /** Timesteps in running order, as the UNet is given them (Euler's and Karras' need not be whole). */
  readonly timesteps: readonly number[]
  /** Noise over signal before each step and, last, after the run (0); only of methods that step in sigma. */
  readonly sigmas?: readonly number[]
  /** Standard deviation of the starting noise. */
  readonly initNoiseSigma: number
  /** Scales a sample to what the UNet expects at step `index`. Returns a new array or, where nothing changes, `sample`. */
  scaleModelInput(sample: Float32Array, index: number): Float32Array
  /**
   * The sample after step `index`.
   * @param drawNoise draws standard normal noise of the sample's size; called exactly as often, and in the order, that
   *   the reference draws from its generator.
   */
  step(modelOutput: Float32Array, index: number, sample: Float32Array, drawNoise: () => Float32Array): Float32Array
  /** Noises a clean sample to the level of step `index` (img2img, inpainting). */
  addNoise(clean: Float32Array, noise: Float32Array, index: number): Float32Array
}
