import { DISTILLATION_STEPS } from './distillation-timesteps.ts'
import { SchedulerError } from './scheduler-error.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'

function checkExplicitTimesteps(timesteps: readonly number[], settings: ResolvedSchedulerSettings): void {
  const { kind, steps, strength, trainTimesteps } = settings
  if (kind !== 'tcd' && kind !== 'lcm') {
    throw new SchedulerError(`The ${kind} scheduler chooses its own timesteps. Leave them out, or use tcd or lcm.`)
  }
  if (strength !== 1) throw new SchedulerError('A strength cannot be combined with a list of timesteps. Leave one out.')
  if (timesteps.length !== steps) {
    throw new SchedulerError(`${steps} steps need a list of ${steps} timesteps, but ${timesteps.length} are listed.`)
  }
  if (!timesteps.every((timestep) => Number.isInteger(timestep) && timestep >= 0 && timestep < trainTimesteps)) {
    throw new SchedulerError(`Timesteps must be whole numbers from 0 to ${trainTimesteps - 1}.`)
  }
  if (timesteps.some((timestep, index) => index > 0 && timestep >= (timesteps[index - 1] as number))) {
    throw new SchedulerError('Timesteps must be listed from high to low, each only once.')
  }
}

function checkNoiseSchedule({ betaStart, betaEnd, trainTimesteps }: ResolvedSchedulerSettings): void {
  if (!Number.isInteger(trainTimesteps) || trainTimesteps < DISTILLATION_STEPS) {
    throw new SchedulerError(`The number of training timesteps must be a whole number, at least ${DISTILLATION_STEPS}.`)
  }
  if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1)) {
    throw new SchedulerError('The noise schedule must rise from a beta above 0 to a beta below 1.')
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
    throw new SchedulerError(`The number of steps must be a whole number from 1 to ${trainTimesteps}, not ${steps}.`)
  }
  if (!(eta >= 0 && eta <= 1)) throw new SchedulerError(`Eta must lie between 0 and 1, but is ${eta}.`)
  if (!Number.isInteger(stepsOffset) || stepsOffset < 0) {
    throw new SchedulerError(`The steps offset must be a whole number, 0 or more, not ${stepsOffset}.`)
  }
  if (!(strength > 0 && strength <= 1)) {
    throw new SchedulerError(`The strength must lie above 0 and at most at 1, but is ${strength}.`)
  }
  if (strength !== 1 && kind !== 'tcd' && kind !== 'lcm') {
    throw new SchedulerError(`The ${kind} scheduler takes no strength. Start the run at a later step instead.`)
  }
  if (timesteps) checkExplicitTimesteps(timesteps, settings)
}
