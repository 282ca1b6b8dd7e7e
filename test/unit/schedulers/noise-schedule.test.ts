import { describe, expect, it } from 'vitest'
import { createNoiseSchedule, noiseLevelOfAlpha, noiseLevelOfSigma } from '../../../models/schedulers/noise-schedule.ts'
import { readGoldenJson } from '../../golden/reference.ts'

const schedule = createNoiseSchedule({ betaStart: 0.00085, betaEnd: 0.012, trainTimesteps: 1000 })
const { alphas_cumprod: reference } = readGoldenJson('schedulers.json') as { alphas_cumprod: Record<string, number> }

describe('createNoiseSchedule', () => {
  it.each(Object.entries(reference))("has torch's alphas_cumprod[%s] bit for bit", (timestep, alpha) => {
    expect(schedule.alphasCumprod[Number(timestep)]).toBe(alpha)
  })

  it('has rising sigmas between the known extremes', () => {
    expect(schedule.sigmas[0]).toBeCloseTo(0.0291675, 6)
    expect(schedule.sigmas[999]).toBeCloseTo(14.614647, 5)
    expect(schedule.sigmas.every((sigma, i) => i === 0 || sigma > (schedule.sigmas[i - 1] ?? NaN))).toBe(true)
  })

  it('describes a level alike by alpha and by sigma', () => {
    for (const timestep of [0, 250, 999]) {
      const byAlpha = noiseLevelOfAlpha(schedule.alphasCumprod[timestep] ?? NaN)
      const bySigma = noiseLevelOfSigma(schedule.sigmas[timestep] ?? NaN)
      expect(bySigma.signal).toBeCloseTo(byAlpha.signal, 6)
      expect(bySigma.noise).toBeCloseTo(byAlpha.noise, 6)
    }
  })
})
