import { describe, expect, it } from 'vitest'
import { recommendSettings } from '../../../main/catalog/recommended-settings.ts'

describe('recommended settings', () => {
  it.each([
    ['Hyper-SD15-1step-lora', 1, 0],
    ['Hyper-SDXL-4steps-lora', 4, 0],
    ['Hyper-SD15-12steps-CFG-lora', 12, 5],
    ['sdxl_lightning_8step_unet', 8, 0],
  ])('follow the number of steps in the name: %s', (name, recommendedSteps, recommendedGuidance) => {
    expect(recommendSettings(name, 'sdxl')).toMatchObject({ recommendedSteps, recommendedGuidance })
  })

  it.each([['dreamshaper_8'], ['footsteps'], ['model-2024stepson'], ['v1-5-pruned']])('else the family: %s', (name) => {
    expect(recommendSettings(name, 'sd15')).toEqual({
      width: 512,
      height: 512,
      recommendedSteps: 20,
      recommendedGuidance: 7.5,
    })
  })
})
