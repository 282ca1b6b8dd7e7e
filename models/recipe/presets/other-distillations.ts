import { preset, type Preset } from './preset.ts'

function lcm(steps: number): Preset {
  return preset({
    group: 'lcm',
    title: `LCM LoRA, ${steps} steps`,
    steps,
    scheduler: 'lcm',
    guidance: 1,
    guidanceRange: [1, 2],
    weights: { sd15: 'lcm-sd15', sdxl: 'lcm-sdxl' },
    source: 'https://huggingface.co/blog/lcm_lora',
  })
}

function lightning(steps: number): Preset {
  return preset({
    group: 'lightning',
    title: `SDXL-Lightning ${steps}-step LoRA`,
    steps,
    scheduler: 'euler',
    spacing: 'trailing',
    weights: { sdxl: `lightning-sdxl-${steps}steps` },
    source: 'https://huggingface.co/ByteDance/SDXL-Lightning#2-step-4-step-8-step-lora',
  })
}

function tcd(steps: number): Preset {
  return preset({
    group: 'tcd',
    title: `TCD LoRA, ${steps} steps`,
    steps,
    scheduler: 'tcd',
    eta: 0.3,
    weights: { sd15: 'tcd-sd15', sdxl: 'tcd-sdxl' },
    source: 'https://huggingface.co/h1t/TCD-SDXL-LoRA#usage',
  })
}

function turbo(steps: number): Preset {
  return preset({
    group: 'turbo',
    title: `SDXL Turbo, ${steps} ${steps === 1 ? 'step' : 'steps'}`,
    steps,
    scheduler: 'euler-a',
    spacing: 'trailing',
    weights: { sdxl: 'sdxl-turbo' },
    source: 'https://huggingface.co/stabilityai/sdxl-turbo#diffusers',
  })
}

/** What the publishers of other step-distilled weights recommend. */
export const OTHER_PRESETS: readonly Preset[] = [
  ...[2, 4].map(lightning),
  ...[4, 8].map(lcm),
  ...[4, 8].map(tcd),
  ...[1, 2, 4].map(turbo),
]
