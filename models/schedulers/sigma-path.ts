import { sentence } from '../sentences/catalogue.ts'
import { karrasSigmas, timestepOfSigma } from './karras-sigmas.ts'
import type { NoiseSchedule } from './noise-schedule.ts'
import { SchedulerError } from './scheduler-error.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'
import { leadingTimesteps, linearTimesteps, roundHalfToEven, trailingTimesteps } from './timestep-spacing.ts'

/** Timesteps of a run and the sigmas between which its steps go; one sigma more than timesteps, the last 0. */
export interface SigmaPath {
  readonly timesteps: readonly number[]
  /** float32. */
  readonly sigmas: readonly number[]
}

/** Sigma at a real-valued timestep, interpolated linearly in float64. */
function interpolateSigma(sigmas: Float32Array, timestep: number): number {
  const low = Math.min(Math.floor(timestep), sigmas.length - 2)
  const lowSigma = sigmas[low] as number
  return ((sigmas[low + 1] as number) - lowSigma) * (timestep - low) + lowSigma
}

function eulerTimesteps({ spacing, steps, stepsOffset, trainTimesteps }: ResolvedSchedulerSettings): number[] {
  if (spacing === 'trailing') return trailingTimesteps(trainTimesteps, steps)
  if (spacing === 'linspace') return linearTimesteps(trainTimesteps - 1, steps).map(Math.fround)
  const stride = Math.floor(trainTimesteps / steps)
  return leadingTimesteps(trainTimesteps, { steps, stride, offset: stepsOffset, lowest: 0 })
}

/** Euler's path; with `karras`, between the first and last sigma that the spacing gives, at real-valued timesteps. */
export function eulerPath(settings: ResolvedSchedulerSettings, schedule: NoiseSchedule, karras: boolean): SigmaPath {
  const timesteps = eulerTimesteps(settings)
  const sigmas = timesteps.map((timestep) => interpolateSigma(schedule.sigmas, timestep))
  if (!karras) return { timesteps, sigmas: [...sigmas, 0].map(Math.fround) }
  const curve = karrasSigmas(sigmas.at(-1) as number, sigmas[0] as number, settings.steps)
  return {
    timesteps: curve.map((sigma) => Math.fround(timestepOfSigma(sigma, schedule.sigmas))),
    sigmas: [...curve, 0].map(Math.fround),
  }
}

function solverTimesteps({ spacing, steps, stepsOffset, trainTimesteps }: ResolvedSchedulerSettings): number[] {
  if (spacing === 'trailing') return trailingTimesteps(trainTimesteps, steps)
  if (spacing === 'linspace') {
    return linearTimesteps(trainTimesteps - 1, steps + 1)
      .slice(0, steps)
      .map(roundHalfToEven)
  }
  const stride = Math.floor(trainTimesteps / (steps + 1))
  return leadingTimesteps(trainTimesteps, { steps, stride, offset: stepsOffset, lowest: 1 })
}

/**
 * DPM-Solver++'s path; with `karras`, between the training extremes whatever the spacing, at rounded timesteps.
 * @throws SchedulerError for as many steps as training had, which would repeat a sigma.
 */
export function solverPath(settings: ResolvedSchedulerSettings, schedule: NoiseSchedule, karras: boolean): SigmaPath {
  const { kind, steps, trainTimesteps } = settings
  if (steps >= trainTimesteps) {
    throw new SchedulerError(sentence('scheduler.most-steps', { kind, most: trainTimesteps - 1, steps }))
  }
  if (!karras) {
    const timesteps = solverTimesteps(settings)
    const sigmas = timesteps.map((timestep) => interpolateSigma(schedule.sigmas, timestep))
    return { timesteps, sigmas: [...sigmas, 0].map(Math.fround) }
  }
  const curve = karrasSigmas(schedule.sigmas[0] as number, schedule.sigmas.at(-1) as number, steps)
  return {
    timesteps: curve.map((sigma) => roundHalfToEven(timestepOfSigma(sigma, schedule.sigmas))),
    sigmas: [...curve, 0].map(Math.fround),
  }
}
