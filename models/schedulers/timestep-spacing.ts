import { sentence } from '../sentences/catalogue.ts'
import { SchedulerError } from './scheduler-error.ts'

/** Rounds halves to the even neighbour, as numpy does. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const fraction = value - floor
  if (fraction === 0.5) return floor % 2 === 0 ? floor : floor + 1
  return fraction < 0.5 ? floor : floor + 1
}

/**
 * From the last training timestep downwards: round(T - i T / steps) - 1. Always `steps` of them, where numpy.arange
 * sometimes runs one too far (61 steps of 1000, for one) and gives the reference a timestep of -1.
 */
export function trailingTimesteps(trainTimesteps: number, steps: number): number[] {
  // numpy.arange strides by the difference of its first two elements, which decides the rounding of some halves.
  const stride = trainTimesteps - (trainTimesteps - trainTimesteps / steps)
  return Array.from({ length: steps }, (_, i) => roundHalfToEven(trainTimesteps - i * stride) - 1)
}

/**
 * Multiples of `stride` plus `offset`, downwards from the `steps`-th to `lowest` (0 or 1).
 * @throws SchedulerError where the offset lifts the first timestep out of the training range.
 */
export function leadingTimesteps(
  trainTimesteps: number,
  { steps, stride, offset, lowest }: { steps: number; stride: number; offset: number; lowest: number },
): number[] {
  const timesteps = Array.from({ length: steps }, (_, i) => (steps - 1 - i + lowest) * stride + offset)
  if ((timesteps[0] as number) >= trainTimesteps) {
    throw new SchedulerError(sentence('scheduler.leading-steps'))
  }
  return timesteps
}

/** `count` evenly spaced real numbers from `last` down to 0; a single one is 0, as numpy.linspace has it. */
export function linearTimesteps(last: number, count: number): number[] {
  const stride = count > 1 ? last / (count - 1) : 0
  return Array.from({ length: count }, (_, i) => (i === 0 && count > 1 ? last : (count - 1 - i) * stride))
}
