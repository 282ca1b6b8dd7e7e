import { sentence } from '../sentences/catalogue.ts'
import { DISTILLATION_STEPS } from './distillation-timesteps.ts'
import { SchedulerError } from './scheduler-error.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'

function checkExplicitTimesteps(timesteps: readonly number[], settings: ResolvedSchedulerSettings): void {
  const { kind, steps, strength, trainTimesteps } = settings
  if (kind !== 'tcd' && kind !== 'lcm') {
    throw new SchedulerError(sentence('scheduler.own-timesteps', { kind }))
  }
  if (strength !== 1) throw new SchedulerError(sentence('scheduler.timesteps-and-strength'))
  if (timesteps.length !== steps) {
    throw new SchedulerError(sentence('scheduler.timesteps-count', { steps, listed: timesteps.length }))
  }
  if (!timesteps.every((timestep) => Number.isInteger(timestep) && timestep >= 0 && timestep < trainTimesteps)) {
    throw new SchedulerError(sentence('scheduler.timesteps-range', { most: trainTimesteps - 1 }))
  }
  if (timesteps.some((timestep, index) => index > 0 && timestep >= (timesteps[index - 1] as number))) {
    throw new SchedulerError(sentence('scheduler.timesteps-order'))
  }
}

function checkNoiseSchedule({ betaStart, betaEnd, trainTimesteps }: ResolvedSchedulerSettings): void {
  if (!Number.isInteger(trainTimesteps) || trainTimesteps < DISTILLATION_STEPS) {
    throw new SchedulerError(sentence('scheduler.training-timesteps', { least: DISTILLATION_STEPS }))
  }
  if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1)) {
    throw new SchedulerError(sentence('scheduler.betas'))
  }
}

/**
 * Rejects settings that no scheduler, or not this kind, can run with.
 * @throws SchedulerError
 */
export function checkSchedulerSettings(settings: ResolvedSchedulerSettings): void {
  const { kind, steps, timesteps, eta, strength, stepsOffset, trainTimesteps } = settings
  checkNoiseSchedule(settings)
  if (!Number.isInteger(steps) || steps < 1 || steps > trainTimesteps) {
    throw new SchedulerError(sentence('scheduler.steps', { most: trainTimesteps, steps }))
  }
  if (!(eta >= 0 && eta <= 1)) throw new SchedulerError(sentence('scheduler.eta', { eta }))
  if (!Number.isInteger(stepsOffset) || stepsOffset < 0) {
    throw new SchedulerError(sentence('scheduler.offset', { offset: stepsOffset }))
  }
  if (!(strength > 0 && strength <= 1)) {
    throw new SchedulerError(sentence('scheduler.strength', { strength }))
  }
  if (strength !== 1 && kind !== 'tcd' && kind !== 'lcm') {
    throw new SchedulerError(sentence('scheduler.no-strength', { kind }))
  }
  if (timesteps) checkExplicitTimesteps(timesteps, settings)
}
