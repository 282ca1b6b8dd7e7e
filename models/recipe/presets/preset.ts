import { z } from 'zod'
import { SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../../schedulers/scheduler-settings.ts'

const presetSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    /** Presets of a group differ in their steps. */
    group: z.string().min(1),
    title: z.string().min(1),
    scheduler: z.enum(SCHEDULER_KINDS),
    steps: z.int().positive(),
    /** Null: the scheduler's own grid. */
    spacing: z.enum(TIMESTEP_SPACINGS).nullable(),
    timesteps: z.array(z.int().min(0).max(999)).nullable(),
    eta: z.number().min(0).max(1),
    guidance: z.number().nonnegative(),
    /** The guidance that its weights were trained for, where that is a range. */
    guidanceRange: z.tuple([z.number(), z.number()]).nullable(),
    /** The published step-distilled weights that it is for, by family: a LoRA or a whole model. */
    weights: z.partialRecord(z.enum(['sd15', 'sdxl']), z.string().min(1)),
    /** Where the settings are published. */
    source: z.url(),
  })
  .readonly()

/** Sampling settings that step-distilled weights were trained for. */
export type Preset = z.infer<typeof presetSchema>

/** Checks one and fills in what most have. */
export function preset(
  values: Partial<Preset> & Pick<Preset, 'group' | 'title' | 'steps' | 'weights' | 'source'>,
): Preset {
  return presetSchema.parse({
    id: `${values.group}-${values.steps}`,
    scheduler: 'ddim',
    spacing: null,
    timesteps: null,
    eta: 0,
    guidance: 0,
    guidanceRange: null,
    ...values,
  })
}

/** The model families that a preset's weights were published for. */
export function familiesOf({ weights }: Preset): ('sd15' | 'sdxl')[] {
  return (['sd15', 'sdxl'] as const).filter((family) => weights[family] !== undefined)
}
