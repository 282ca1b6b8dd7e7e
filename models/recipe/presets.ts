import { z } from 'zod'
import { sentence } from '../sentences/catalogue.ts'
import { SentenceError } from '../sentences/sentence-error.ts'

const presetSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    title: z.string().min(1),
    scheduler: z.enum(['tcd', 'ddim', 'lcm']),
    steps: z.int().positive(),
    /** Null: the scheduler's own grid. */
    spacing: z.literal('trailing').nullable(),
    timesteps: z.array(z.int().min(0).max(999)).nullable(),
    eta: z.number().min(0).max(1),
    guidance: z.number().nonnegative(),
    /** The model families that the preset's weights were published for. */
    families: z.array(z.enum(['sd15', 'sdxl'])).min(1),
    /** Where the settings are published. */
    source: z.url(),
  })
  .readonly()

/** Sampling settings that a step-distilled model was trained for. */
export type Preset = z.infer<typeof presetSchema>

const MODEL_CARD = 'https://huggingface.co/ByteDance/Hyper-SD#diffusers-usage'

function unified(steps: number): Preset {
  return presetSchema.parse({
    id: `hyper-unified-${steps}`,
    title: `Hyper-SD unified LoRA, ${steps} ${steps === 1 ? 'step' : 'steps'}`,
    scheduler: 'tcd',
    steps,
    spacing: null,
    timesteps: null,
    eta: 1,
    guidance: 0,
    families: ['sd15', 'sdxl'],
    source: MODEL_CARD,
  })
}

function trailing(id: string, title: string, steps: number, guidance: number): Preset {
  return presetSchema.parse({
    id,
    title,
    scheduler: 'ddim',
    steps,
    spacing: 'trailing',
    timesteps: null,
    eta: 0,
    guidance,
    families: ['sd15', 'sdxl'],
    source: MODEL_CARD,
  })
}

/** The Hyper-SD model card's recommendations, one entry per checkpoint and number of steps. */
export const PRESETS: readonly Preset[] = [
  ...[1, 2, 4, 8].map(unified),
  ...[2, 4, 8].map((steps) => trailing(`hyper-fixed-${steps}`, `Hyper-SD ${steps}-step LoRA`, steps, 0)),
  // The card gives a range of 5 to 8 for the guidance of these two.
  ...[8, 12].map((steps) => trailing(`hyper-cfg-${steps}`, `Hyper-SD ${steps}-step LoRA with guidance`, steps, 5)),
  presetSchema.parse({
    id: 'hyper-sdxl-unet-1',
    title: 'Hyper-SDXL one-step UNet',
    scheduler: 'lcm',
    steps: 1,
    spacing: null,
    // The card starts at 800, not 999, for one step.
    timesteps: [800],
    eta: 0,
    guidance: 0,
    families: ['sdxl'],
    source: MODEL_CARD,
  }),
]

/** A preset that does not exist. */
export class PresetError extends SentenceError {
  override readonly name = 'PresetError'
}

/** @throws PresetError, listing the ids that exist. */
export function findPreset(id: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.id === id)
  if (preset !== undefined) return preset
  throw new PresetError(sentence('preset.unknown', { id, known: PRESETS.map((known) => known.id).join(', ') }))
}
