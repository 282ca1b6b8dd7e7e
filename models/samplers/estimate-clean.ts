import { createNoiseSchedule, noiseLevelOfAlpha } from '../schedulers/noise-schedule.ts'
import { predictClean, type ModelStep } from '../schedulers/prediction.ts'
import { resolveSchedulerSettings, type SchedulerSettings } from '../schedulers/scheduler-settings.ts'

/**
 * The clean latents that the network's output at a timestep implies, for showing what a run is at. All schedulers give the
 * network a variance-preserving sample. Between whole timesteps, the noise level is interpolated.
 */
export function estimateClean(step: ModelStep, timestep: number, settings: SchedulerSettings): Float32Array {
  const resolved = resolveSchedulerSettings(settings)
  const { alphasCumprod } = createNoiseSchedule(resolved)
  const last = alphasCumprod.length - 1
  const lower = Math.min(Math.floor(timestep), last)
  const [alpha = 0, nextAlpha = 0] = [alphasCumprod[lower], alphasCumprod[Math.min(lower + 1, last)]]
  const level = noiseLevelOfAlpha(alpha + (nextAlpha - alpha) * (timestep - lower))
  return predictClean(step, level, resolved.predictionType)
}
