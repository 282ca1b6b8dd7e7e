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
    /** LoRAs that a custom preset brings along; of the hash of their tensors at least 12 digits. */
    loras: z.array(z.object({ name: z.string(), contentSha256: z.string().nullable(), strength: z.number() })),
    /** Of the picture, where a custom preset says so. */
    size: z.object({ width: z.int(), height: z.int() }).nullable(),
  })
  .openapi('Preset')
export type Preset = z.infer<typeof presetSchema>

const title = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .transform((text) => text.normalize('NFC'))

/** What a saved preset says: settings of one number of steps. */
export const customPresetSchema = z
  .strictObject({
    title,
    steps: z.int().min(1).max(150),
    scheduler: z.enum(SCHEDULER_KINDS),
    spacing: z.enum(TIMESTEP_SPACINGS).nullable(),
    timesteps: z.array(z.int().min(0).max(999)).min(1).max(150).nullable(),
    eta: z.number().min(0).max(1),
    guidance: z.number().min(0).max(30),
    families: z.array(familySchema).min(1),
    /** Published step-distilled weights that it is used with, by family. */
    weights: z.partialRecord(familySchema, z.string().min(1).max(100)),
    loras: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(300),
          contentSha256: z
            .string()
            .regex(/^[0-9a-f]{12,64}$/)
            .nullable(),
          strength: z.number().min(-4).max(4),
        }),
      )
      .max(16),
    size: z
      .strictObject({
        width: z.int().min(64).max(4096).multipleOf(8),
        height: z.int().min(64).max(4096).multipleOf(8),
      })
      .nullable(),
  })
  .openapi('CustomPreset')
export type CustomPreset = z.infer<typeof customPresetSchema>

/** Whether a preset can be used with a checkpoint now. */
export const presetChoiceSchema = z
  .object({
    presetId: z.string(),
    /** `ready`: the weights are there; `missing`: they are not installed; `other`: the checkpoint is distilled otherwise. */
    state: z.enum(['ready', 'missing', 'other']),
    /** The LoRA that it brings; null where the checkpoint itself holds the weights. */
    loraId: z.string().nullable(),
    /** Strength of that LoRA. */
    strength: z.number(),
    /** The catalog's file to download where weights are missing. */
    publishedId: z.string().nullable(),
  })
  .openapi('PresetChoice')
export type PresetChoice = z.infer<typeof presetChoiceSchema>

/** The presets that fit a checkpoint, and the one that it is best used with; null: its own settings. */
export const presetChoicesSchema = z
  .object({ recommended: z.string().nullable(), choices: z.array(presetChoiceSchema) })
  .openapi('PresetChoices')
export type PresetChoices = z.infer<typeof presetChoicesSchema>

/** Saved presets as they are handed on. */
export const exportedPresetsSchema = z
  .object({ onestrokePresets: z.int(), presets: z.array(customPresetSchema) })
  .openapi('ExportedPresets')
