import { describe, expect, it } from 'vitest'
import { createScheduler } from '../../../models/schedulers/create-scheduler.ts'
import { SchedulerError } from '../../../models/schedulers/scheduler-error.ts'
import { SCHEDULER_KINDS, type SchedulerSettings } from '../../../models/schedulers/scheduler-settings.ts'

const REFUSED: [string, SchedulerSettings, RegExp][] = [
  ['51 TCD steps', { kind: 'tcd', steps: 51 }, /at most 50 steps/],
  ['more LCM steps than the strength leaves', { kind: 'lcm', steps: 26, strength: 0.5 }, /at most 25 steps.*strength/],
  ['no steps', { kind: 'ddim', steps: 0 }, /from 1 to 1000, not 0/],
  ['a part of a step', { kind: 'euler', steps: 2.5 }, /whole number/],
  ['more steps than training had', { kind: 'ddim', steps: 1001 }, /from 1 to 1000/],
  ['leading steps beyond the range', { kind: 'euler', steps: 1000, spacing: 'leading' }, /no room/],
  ['a repeated sigma', { kind: 'dpmpp-2m', steps: 1000 }, /at most 999 steps/],
  ['negative eta', { kind: 'tcd', steps: 4, eta: -0.1 }, /between 0 and 1/],
  ['eta above 1', { kind: 'ddim', steps: 4, eta: 1.5 }, /between 0 and 1/],
  ['eta that is no number', { kind: 'ddim', steps: 4, eta: NaN }, /between 0 and 1/],
  ['rising timesteps', { kind: 'tcd', steps: 2, timesteps: [400, 800] }, /high to low/],
  ['repeated timesteps', { kind: 'tcd', steps: 2, timesteps: [400, 400] }, /only once/],
  ['timesteps above training', { kind: 'lcm', steps: 1, timesteps: [1000] }, /from 0 to 999/],
  ['negative timesteps', { kind: 'lcm', steps: 1, timesteps: [-1] }, /from 0 to 999/],
  ['parts of timesteps', { kind: 'lcm', steps: 1, timesteps: [800.5] }, /whole numbers/],
  ['another number of timesteps than steps', { kind: 'lcm', steps: 4, timesteps: [800] }, /4 timesteps, but 1 /],
  ['timesteps with DDIM', { kind: 'ddim', steps: 1, timesteps: [800] }, /chooses its own timesteps/],
  ['timesteps with a strength', { kind: 'tcd', steps: 1, timesteps: [800], strength: 0.5 }, /strength cannot/],
  ['strength 0', { kind: 'tcd', steps: 1, strength: 0 }, /above 0/],
  ['a strength with Euler', { kind: 'euler', steps: 4, strength: 0.5 }, /takes no strength/],
  ['a broken offset', { kind: 'ddim', steps: 4, stepsOffset: 0.5 }, /offset/],
  ['falling betas', { kind: 'ddim', steps: 4, betaStart: 0.02 }, /beta/],
  ['too little training', { kind: 'ddim', steps: 4, trainTimesteps: 20 }, /at least 50/],
]

describe('createScheduler', () => {
  it.each(REFUSED)('refuses %s', (_, settings, message) => {
    expect(() => createScheduler(settings)).toThrow(SchedulerError)
    expect(() => createScheduler(settings)).toThrow(message)
  })

  it.each(SCHEDULER_KINDS)('runs %s to a finite end with the most steps it takes', (kind) => {
    const steps = { tcd: 50, lcm: 50 }[kind as string] ?? 999
    const scheduler = createScheduler({ kind, steps, eta: 0.5 })
    let sample: Float32Array = Float32Array.of(1, -2, 0.5)
    for (const index of scheduler.timesteps.keys()) {
      sample = scheduler.step(
        sample.map((x) => x / 20),
        index,
        sample,
        () => Float32Array.of(0.1, 0.2, -0.3),
      )
    }
    expect(scheduler.timesteps).toHaveLength(steps)
    expect(sample.every(Number.isFinite)).toBe(true)
  })

  it('says what it runs with', () => {
    const { settings } = createScheduler({ kind: 'tcd', steps: 4, eta: 0.3 })
    expect(settings).toMatchObject({ kind: 'tcd', steps: 4, eta: 0.3, predictionType: 'epsilon', trainTimesteps: 1000 })
  })

  it('refuses steps outside the run and tensors of other sizes', () => {
    const scheduler = createScheduler({ kind: 'euler', steps: 2 })
    const two = new Float32Array(2)
    expect(() => scheduler.step(two, 2, two, () => two)).toThrow(RangeError)
    expect(() => scheduler.step(new Float32Array(3), 0, two, () => two)).toThrow(RangeError)
  })
})
