import { statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { holdsLora } from '../../models/checkpoints/lora/lora-keys.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { modelName } from '../generation/recipe-sources.ts'
import { ModelFileError, namingFile } from './file-problem.ts'
import { openLora } from './open-lora.ts'
import { openModel } from './open-model.ts'
import { openCheckpoint } from './open-checkpoint.ts'
import { openSafetensors } from './safetensors-file.ts'

export const modelDetailsSchema = z.object({
  name: z.string().min(1),
  family: z.enum(['sd15', 'sdxl']).nullable(),
  fileBytes: z.int().nonnegative(),
})

/** What the catalog remembers of a file, to show it also while its drive is missing. */
export type ModelDetails = z.infer<typeof modelDetailsSchema>

/** A file or folder that can be used. */
export interface InspectedModel {
  readonly kind: 'checkpoint' | 'lora'
  readonly details: ModelDetails
}

function isLoraFile(path: string): boolean {
  if (namingFile(path, () => statSync(path)).isDirectory()) return false
  return holdsLora([...openSafetensors(path).header.tensors.keys()])
}

function sizeOf(paths: readonly string[]): number {
  return paths.reduce((total, path) => total + statSync(path).size, 0)
}

/**
 * Reads from the headers what a file or folder is, and whether pictures can be made with it.
 * @throws ModelFileError with one sentence that names the file.
 */
export function inspectModelFile(path: string): InspectedModel {
  if (!isAbsolute(path)) throw new ModelFileError(sentence('model-file.no-full-path', { path }))
  const name = modelName(path)
  if (isLoraFile(path)) {
    const { lora } = openLora(path)
    return { kind: 'lora', details: { name, family: lora.family, fileBytes: sizeOf([path]) } }
  }
  const { family } = openModel({ path, vae: null, loras: [] })
  const fileBytes = sizeOf(openCheckpoint(path).files.map((file) => file.path))
  return { kind: 'checkpoint', details: { name, family, fileBytes } }
}
