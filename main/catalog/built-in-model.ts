import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { SCHEDULER_KINDS, TIMESTEP_SPACINGS } from '../../models/schedulers/scheduler-settings.ts'
import type { ModelSettings } from '../../models/recipe/decide-settings.ts'
import { resourcePath } from '../files/resources.ts'

const cardSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  description: z.string(),
  width: z.int().positive().multipleOf(8),
  height: z.int().positive().multipleOf(8),
  /** The step LoRA, in a file of the model's folder. */
  lora: z.strictObject({ file: z.string().min(1), strength: z.number() }),
  settings: z.strictObject({
    scheduler: z.enum(SCHEDULER_KINDS),
    spacing: z.enum(TIMESTEP_SPACINGS),
    steps: z.int().positive(),
    eta: z.number().min(0).max(1),
    guidance: z.number().nonnegative(),
  }),
})

/** A model that is installed under an id. */
export interface CatalogModel {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly width: number
  readonly height: number
  readonly lora: { readonly path: string; readonly strength: number }
  readonly settings: ModelSettings
}

/** The model that comes with Onestroke, read from its card. */
export function builtInModel(): CatalogModel {
  const path = resourcePath('models', 'embedded')
  const card = cardSchema.parse(JSON.parse(readFileSync(resourcePath('models', 'embedded', 'card.json'), 'utf8')))
  const lora = { path: resourcePath('models', 'embedded', ...card.lora.file.split('/')), strength: card.lora.strength }
  return { id: card.id, name: card.name, path, width: card.width, height: card.height, lora, settings: card.settings }
}
