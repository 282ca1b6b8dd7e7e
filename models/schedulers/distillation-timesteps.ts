import { sentence } from '../sentences/catalogue.ts'
import { SchedulerError } from './scheduler-error.ts'
import type { ResolvedSchedulerSettings } from './scheduler-settings.ts'

/** Steps of the grid that LCM and TCD models are distilled on. */
export const DISTILLATION_STEPS = 50

/**
 * Timesteps of TCD and LCM: the explicit ones, or `steps` evenly chosen from the 50-step distillation grid
 * (19, 39, .. 999), of which `strength` keeps the lower part.
 * Source: diffusers, schedulers/scheduling_tcd.py and scheduling_lcm.py, set_timesteps.
 * @throws SchedulerError where the grid has fewer timesteps than steps are asked for.
 */
export function distillationTimesteps(settings: ResolvedSchedulerSettings): readonly number[] {
  const { kind, steps, strength, timesteps, trainTimesteps } = settings
  if (timesteps) return timesteps
  const gridSize = Math.trunc(DISTILLATION_STEPS * strength)
  if (steps > gridSize) {
    const key = strength < 1 ? 'scheduler.most-steps-by-strength' : 'scheduler.most-steps-here'
    throw new SchedulerError(sentence(key, { kind, most: gridSize, steps }))
  }
  const stride = Math.floor(trainTimesteps / DISTILLATION_STEPS)
  const spacing = gridSize / steps
  return Array.from({ length: steps }, (_, i) => (gridSize - Math.floor(i * spacing)) * stride - 1)
}
