import { statSync } from 'node:fs'
import { basename, dirname, isAbsolute } from 'node:path'
import { z } from 'zod'
import type { Checkpoint, Family } from '../../models/checkpoints/checkpoint.ts'
import { holdsLora } from '../../models/checkpoints/lora/lora-keys.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import { modelName } from '../generation/recipe-sources.ts'
import type { InstalledModel } from '../library/library.ts'
import { sentenceSchema } from '../server/contract/common.ts'
import { familySchema } from '../server/contract/models.ts'
import { ModelFileError, namingFile } from './file-problem.ts'
import { openLora } from './open-lora.ts'
import { openModel } from './open-model.ts'
import { lacksNetworks } from './open-with-base.ts'
import { openCheckpoint } from './open-checkpoint.ts'
import { openSafetensors } from './safetensors-file.ts'

export const modelDetailsSchema = z.object({
  name: z.string().min(1),
  family: familySchema.nullable(),
  fileBytes: z.int().nonnegative(),
  /** How most of its weights are stored, such as F16. */
  precision: z.string().nullable().default(null),
  /** Whether a tiny VAE. */
  tiny: z.boolean().default(false),
  triggerWords: z.array(z.string()).default([]),
  /** The name of the picture beside it. */
  preview: z.string().nullable().default(null),
  /** Whether a UNet without all that a picture takes: another checkpoint gives the rest. */
  partial: z.boolean().default(false),
  /** Why it cannot be used by itself, though it is there. */
  problem: sentenceSchema.nullable().default(null),
})

/** What the catalog remembers of a file, to show it also while its drive is missing. */
export type ModelDetails = z.infer<typeof modelDetailsSchema>

/** A file or folder that is a checkpoint, a LoRA or a VAE. */
export interface InspectedModel {
  readonly kind: InstalledModel['kind']
  readonly details: ModelDetails
}

/** What diffusers calls every file of weights; the folder is what tells. */
const NAMELESS = /^(diffusion_pytorch_model|model)(\.fp16)?\.safetensors$/

function isFolder(path: string): boolean {
  return namingFile(path, () => statSync(path)).isDirectory()
}

function isLoraFile(path: string): boolean {
  return !isFolder(path) && holdsLora([...openSafetensors(path).header.tensors.keys()])
}

function sizeOf(paths: readonly string[]): number {
  return paths.reduce((total, path) => total + statSync(path).size, 0)
}

function inspectLora(path: string): InspectedModel {
  const { lora } = openLora(path)
  const { family, triggerWords } = lora
  const read = { family, fileBytes: sizeOf([path]), precision: lora.dtypes[0] ?? null, triggerWords: [...triggerWords] }
  return {
    kind: 'lora',
    details: { name: modelName(path), ...read, tiny: false, partial: false, preview: null, problem: null },
  }
}

/**
 * The family that a VAE alone is for. Both families' have the same shape, so only names can tell: SDXL's are called so;
 * TAESD without more is that of SD 1.5.
 */
function familyByName(path: string, tiny: boolean): Family | null {
  const names = `${basename(dirname(path))}/${basename(path)}`
  if (/xl/i.test(names)) return 'sdxl'
  return tiny || /sd[-_ ]?v?1|v1-5|vae-ft-|kl-f8/i.test(names) ? 'sd15' : null
}

function vaeDetails(
  path: string,
  { components, dtypes, family }: Checkpoint,
): Pick<ModelDetails, 'name' | 'family' | 'precision' | 'tiny'> | null {
  const { unet, textEncoder, textEncoder2, vae, tinyVae } = components
  if (unet ?? textEncoder ?? textEncoder2) return null
  const decodes = vae !== undefined || (tinyVae !== undefined && tinyVae.config.decoderChannels.length > 0)
  if (!decodes) return null
  const tiny = vae === undefined
  const [precision = null] = dtypes[tiny ? 'tinyVae' : 'vae'] ?? []
  const name = NAMELESS.test(basename(path)) ? basename(dirname(path)) : modelName(path)
  return { name, family: family ?? familyByName(path, tiny), precision, tiny }
}

/** Why no picture can be made with a checkpoint alone; null where one can. @throws ModelFileError where it has no UNet */
function lackOf(path: string, { components }: Checkpoint): Sentence | null {
  try {
    openModel({ path, vae: null, loras: [] })
    return null
  } catch (error) {
    if (components.unet !== undefined && error instanceof ModelFileError) return error.sentence
    throw error
  }
}

/**
 * Reads from the headers what a file or folder is, and whether pictures can be made with it. A UNet that lacks other
 * networks is a checkpoint with a problem.
 * @throws ModelFileError with one sentence that names the file, where it is no checkpoint, LoRA or VAE, or damaged.
 */
export function inspectModelFile(path: string): InspectedModel {
  if (!isAbsolute(path)) throw new ModelFileError(sentence('model-file.no-full-path', { path }))
  if (isLoraFile(path)) return inspectLora(path)
  const { checkpoint, files } = openCheckpoint(path)
  const fileBytes = sizeOf(files.map((file) => file.path))
  const extra = { fileBytes, triggerWords: [], preview: null }
  const vae = vaeDetails(path, checkpoint)
  if (vae !== null) return { kind: 'vae', details: { ...extra, ...vae, partial: false, problem: null } }
  const problem = lackOf(path, checkpoint)
  const [precision = null] = checkpoint.dtypes.unet ?? []
  const { family } = checkpoint
  const partial = lacksNetworks(checkpoint)
  const name = modelName(path)
  return { kind: 'checkpoint', details: { ...extra, name, family, precision, tiny: false, partial, problem } }
}
