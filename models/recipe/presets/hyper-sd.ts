import { preset, type Preset } from './preset.ts'

const source = 'https://huggingface.co/ByteDance/Hyper-SD#diffusers-usage'

function bothFamilies(name: string): Preset['weights'] {
  return { sd15: `hyper-sd15-${name}`, sdxl: `hyper-sdxl-${name}` }
}

function unified(steps: number): Preset {
  const title = `Hyper-SD unified LoRA, ${steps} ${steps === 1 ? 'step' : 'steps'}`
  return preset({
    group: 'hyper-unified',
    title,
    steps,
    scheduler: 'tcd',
    eta: 1,
    weights: bothFamilies('unified'),
    source,
  })
}

function fixed(steps: number): Preset {
  const title = `Hyper-SD ${steps}-step LoRA`
  return preset({
    group: 'hyper-fixed',
    title,
    steps,
    spacing: 'trailing',
    weights: bothFamilies(`${steps}steps`),
    source,
  })
}

function guided(steps: number): Preset {
  return preset({
    group: 'hyper-cfg',
    title: `Hyper-SD ${steps}-step LoRA with guidance`,
    steps,
    spacing: 'trailing',
    guidance: 5,
    // The card gives this range.
    guidanceRange: [5, 8],
    weights: bothFamilies(`${steps}steps-cfg`),
    source,
  })
}

/** The Hyper-SD model card's recommendations, one entry per checkpoint and number of steps. */
export const HYPER_SD_PRESETS: readonly Preset[] = [
  ...[1, 2, 4, 8].map(unified),
  ...[2, 4, 8].map(fixed),
  ...[8, 12].map(guided),
  preset({
    group: 'hyper-sdxl-unet',
    title: 'Hyper-SDXL one-step UNet',
    steps: 1,
    scheduler: 'lcm',
    // The card starts at 800, not 999, for one step.
    timesteps: [800],
    weights: { sdxl: 'hyper-sdxl-1step-unet' },
    source,
  }),
]
