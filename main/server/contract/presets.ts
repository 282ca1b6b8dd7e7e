import { z } from '@hono/zod-openapi'
import { SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../../../models/schedulers/scheduler-settings.ts'
import { familySchema } from './models.ts'

/** Sampling settings that belong together, and the weights that they are made for. */
export const presetSchema = z
  .object({
    id: z.string(),
    /** Presets of one group differ in their steps; `hyper-unified` has 1, 2, 4 and 8. */
    group: z.string(),
    title: z.string(),
    /** Saved by the user. */
    custom: z.boolean(),
    steps: z.int(),
    scheduler: z.enum(SCHEDULER_KINDS),
    spacing: z.enum(TIMESTEP_SPACINGS).nullable(),
    timesteps: z.array(z.number()).nullable(),
    eta: z.number(),
    guidance: z.number(),
    /** The guidance that its weights were made for; null: only the one above. */
    guidanceRange: z.tuple([z.number(), z.number()]).nullable(),
    families: z.array(familySchema),
    /** What its weights are, by family: a step LoRA's or a checkpoint's `distilled` id; absent: any. */
    weights: z.partialRecord(familySchema, z.string()),
    /** LoRAs that a custom preset brings along. */
    loras: z.array(z.object({ name: z.string(), contentSha256: z.string().nullable(), strength: z.number() })),
    /** Of the picture, where a custom preset says so. */
    size: z.object({ width: z.int(), height: z.int() }).nullable(),
  })
  .openapi('Preset')
export type Preset = z.infer<typeof presetSchema>
