import { checkSchedulerSettings } from './check-settings.ts'
import { createDdimScheduler } from './ddim.ts'
import { createDpmpp2mScheduler } from './dpmpp-2m.ts'
import { createEulerAncestralScheduler } from './euler-ancestral.ts'
import { createEulerScheduler } from './euler.ts'
import { createLcmScheduler } from './lcm.ts'
import type { Scheduler } from './scheduler.ts'
import {
  resolveSchedulerSettings,
  type ResolvedSchedulerSettings,
  type SchedulerKind,
  type SchedulerSettings,
} from './scheduler-settings.ts'
import { createTcdScheduler } from './tcd.ts'

const FACTORIES: Record<SchedulerKind, (settings: ResolvedSchedulerSettings) => Scheduler> = {
  tcd: createTcdScheduler,
  ddim: createDdimScheduler,
  lcm: createLcmScheduler,
  euler: createEulerScheduler,
  'euler-karras': createEulerScheduler,
  'euler-a': createEulerAncestralScheduler,
  'dpmpp-2m': createDpmpp2mScheduler,
  'dpmpp-2m-karras': createDpmpp2mScheduler,
}

/**
 * A scheduler for one run.
 * @throws SchedulerError for settings that cannot be run, with a sentence for the user.
 */
export function createScheduler(settings: SchedulerSettings): Scheduler {
  const resolved = resolveSchedulerSettings(settings)
  checkSchedulerSettings(resolved)
  return FACTORIES[resolved.kind](resolved)
}
