import { divide, weightedSum } from './elementwise.ts'
import type { NoiseLevel } from './noise-schedule.ts'
import type { PredictionType } from './scheduler-settings.ts'

/** What the model was given and gave back at one step. */
export interface ModelStep {
  readonly sample: Float32Array
  readonly modelOutput: Float32Array
}

/**
 * The clean sample x0 that the model's output implies for a variance-preserving sample.
 * Source: for v, Salimans and Ho, arXiv:2202.00512, appendix D.
 */
export function predictClean(
  { sample, modelOutput }: ModelStep,
  level: NoiseLevel,
  type: PredictionType,
): Float32Array {
  if (type === 'v_prediction') return weightedSum(sample, level.signal, modelOutput, -level.noise)
  return divide(weightedSum(sample, 1, modelOutput, -level.noise), level.signal)
}

/** The noise epsilon that the model's output implies for a variance-preserving sample. */
export function predictNoise(
  { sample, modelOutput }: ModelStep,
  level: NoiseLevel,
  type: PredictionType,
): Float32Array {
  if (type === 'v_prediction') return weightedSum(modelOutput, level.signal, sample, level.noise)
  return modelOutput
}

/** The clean sample for a sample x0 + sigma epsilon, whose scaled form the model was given. */
export function predictCleanFromSigma(step: ModelStep, sigma: number, type: PredictionType): Float32Array {
  const { sample, modelOutput } = step
  if (type === 'epsilon') return weightedSum(sample, 1, modelOutput, -sigma)
  const { fround, sqrt } = Math
  const variance = fround(fround(sigma * sigma) + 1)
  const outputWeight = fround(-sigma / fround(sqrt(variance)))
  return weightedSum(modelOutput, outputWeight, divide(sample, variance), 1)
}
