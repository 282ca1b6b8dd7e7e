import { assembleComponents, dtypesByComponent, shapesOf, type ConfigSources } from './assemble-checkpoint.ts'
import type { Checkpoint, Family, PredictionType } from './checkpoint.ts'
import { splitIntoComponents } from './component-parts.ts'
import { inferClipConfig } from './configs/clip-config.ts'
import { inferTinyVaeConfig } from './configs/tiny-vae-config.ts'
import { inferUnetConfig } from './configs/unet-config.ts'
import { inferVaeConfig, SCALING_FACTORS } from './configs/vae-config.ts'
import { setAside } from './ignored-tensors.ts'
import { refuseForeignKeys, refuseForeignUnet, unknownModel } from './refusals.ts'
import type { SafetensorsHeader } from './safetensors-header.ts'

/** A file to be read as a model. */
export interface SingleFile {
  readonly path: string
  readonly header: SafetensorsHeader
  /** For a VAE alone, which does not tell: the family of the model it will serve, which decides its scaling factor. */
  readonly servedFamily?: Family
}

const LDM_KEY =
  /^(model\.diffusion_model|first_stage_model|cond_stage_model|conditioner|vae|text_encoders|taesd_(en|de)coder)\.|^(input_blocks|middle_block|output_blocks|time_embed|label_emb|out)\.|^(encoder|decoder)\.(down|up|mid)\.|^\d+\./

function familyByKeys(keys: readonly string[]): Family | null {
  const has = (...starts: string[]): boolean => keys.some((key) => starts.some((start) => key.startsWith(start)))
  if (has('model.diffusion_model.label_emb.', 'label_emb.', 'add_embedding.', 'conditioner.')) return 'sdxl'
  if (has('model.diffusion_model.', 'input_blocks.', 'down_blocks.', 'cond_stage_model.')) return 'sd15'
  return null
}

function predictionTypeOf({ tensors, metadata }: SafetensorsHeader): PredictionType {
  return tensors.has('v_pred') || metadata.get('modelspec.prediction_type') === 'v' ? 'v_prediction' : 'epsilon'
}

function inference(family: Family | null): ConfigSources {
  return {
    unet: (tensors) => {
      const config = inferUnetConfig(shapesOf(tensors))
      refuseForeignUnet(config)
      return config
    },
    textEncoder: (tensors) => inferClipConfig(shapesOf(tensors), 'textEncoder'),
    textEncoder2: (tensors) => inferClipConfig(shapesOf(tensors), 'textEncoder2'),
    vae: (tensors) => inferVaeConfig(shapesOf(tensors), SCALING_FACTORS[family ?? 'sd15']),
    tinyVae: (tensors) => inferTinyVaeConfig(shapesOf(tensors)),
  }
}

/**
 * What a single safetensors file holds: a whole SD 1.5 or SDXL model under LDM's or sgm's names, or one network of it
 * under those or diffusers' names, or a TAESD. What the file does not say (heads, norm groups, the VAE's scaling factor)
 * follows the published models.
 * @throws CheckpointError where the file is something else, which is named if it is known, or is incomplete.
 */
export function readSingleFile({ path, header, servedFamily }: SingleFile): Checkpoint {
  const keys = [...header.tensors.keys()]
  refuseForeignKeys(keys)
  const family = familyByKeys(keys) ?? servedFamily ?? null
  const { rest, ignored } = setAside(header.tensors)
  const { parts, unplaced } = splitIntoComponents(rest, path)
  if (parts.size === 0) throw unknownModel(keys)
  const { components, unused } = assembleComponents(parts, inference(family))
  return {
    family,
    layout: keys.some((key) => LDM_KEY.test(key)) ? 'ldm' : 'diffusers',
    predictionType: predictionTypeOf(header),
    components,
    dtypes: dtypesByComponent(components),
    keyCount: keys.length,
    unmapped: [...unplaced, ...unused],
    ignored,
  }
}
