import { describe, expect, it } from 'vitest'
import {
  leadingTimesteps,
  linearTimesteps,
  roundHalfToEven,
  trailingTimesteps,
} from '../../../models/schedulers/timestep-spacing.ts'

describe('timestep spacing', () => {
  it('rounds halves to even', () => {
    expect([0.5, 1.5, 2.5, 812.5, 0.49, 1.51].map(roundHalfToEven)).toEqual([0, 2, 2, 812, 0, 2])
  })

  it('trails from the last training timestep', () => {
    expect(trailingTimesteps(1000, 4)).toEqual([999, 749, 499, 249])
    expect(trailingTimesteps(1000, 16).slice(0, 4)).toEqual([999, 937, 874, 811])
  })

  it('keeps to the number of steps where numpy.arange would give one more', () => {
    for (const steps of [61, 103, 121, 999]) {
      const timesteps = trailingTimesteps(1000, steps)
      expect(timesteps).toHaveLength(steps)
      expect(timesteps.at(-1)).toBeGreaterThanOrEqual(0)
    }
  })

  it('leads with an offset', () => {
    expect(leadingTimesteps(1000, { steps: 4, stride: 250, offset: 1, lowest: 0 })).toEqual([751, 501, 251, 1])
    expect(leadingTimesteps(1000, { steps: 4, stride: 200, offset: 1, lowest: 1 })).toEqual([801, 601, 401, 201])
  })

  it('spaces linearly down to 0', () => {
    expect(linearTimesteps(999, 4)).toEqual([999, 666, 333, 0])
    expect(linearTimesteps(999, 1)).toEqual([0])
  })
})
