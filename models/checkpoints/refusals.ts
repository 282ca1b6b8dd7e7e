import { CheckpointError } from './checkpoint-error.ts'
import type { UnetConfig } from './configs/unet-config.ts'
import { holdsLora } from './lora/lora-keys.ts'

const FAMILIES = 'only SD 1.5 and SDXL models are supported'

/** Keys that show what a file is instead of an SD 1.5 or SDXL model; the first rule that fits decides. */
const FOREIGN_KEYS: readonly (readonly [RegExp, string])[] = [
  [
    /^control_model\.|(^|\.)(input_hint_block|controlnet_cond_embedding|controlnet_down_blocks|zero_convs)\./,
    'The file is a ControlNet, which guides a model and is not one itself.',
  ],
  [/^(image_proj|ip_adapter)\./, 'The file is an IP-Adapter, which guides a model and is not one itself.'],
  [/^(emb_params|clip_[gl]|string_to_param\..*)$/, 'The file is a textual inversion embedding, not a model.'],
  [/(^|\.)(double_blocks|single_blocks|single_transformer_blocks)\.\d/, `The file is a Flux model; ${FAMILIES}.`],
  [/(^|\.)joint_blocks\.\d|\.attn\.add_[qkv]_proj\./, `The file is a Stable Diffusion 3 model; ${FAMILIES}.`],
  [/^cond_stage_model\.model\./, `The file is a Stable Diffusion 2 model; ${FAMILIES}.`],
  [
    /^conditioner\.embedders\.0\.model\./,
    'The file is an SDXL refiner, which only finishes pictures of an SDXL base model; use the base model.',
  ],
  [/^edm_(mean|std)$/, `The file is a Playground 2.5 model; ${FAMILIES}.`],
  [/[._](time_stack|motion_modules|temporal_transformer)\./, `The file is a video model; ${FAMILIES}.`],
]

/** @throws CheckpointError where the keys are those of something that is known and not supported. */
export function refuseForeignKeys(keys: readonly string[]): void {
  if (holdsLora(keys)) throw new CheckpointError('The file is a LoRA, which changes a model and is not one itself.')
  for (const [pattern, sentence] of FOREIGN_KEYS)
    if (keys.some((key) => pattern.test(key))) throw new CheckpointError(sentence)
}

const PURPOSES: Readonly<Record<number, string>> = { 8: 'an InstructPix2Pix', 9: 'an inpainting' }

/** @throws CheckpointError where a UNet is that of a model that is known and not supported. */
export function refuseForeignUnet({ inChannels, outChannels, contextWidth, addition }: UnetConfig): void {
  const purpose = PURPOSES[inChannels]
  if (purpose !== undefined)
    throw new CheckpointError(
      `The file is ${purpose} model (its UNet takes ${inChannels} channels), which is not supported; use the ordinary version of the model.`,
    )
  if (inChannels !== 4 || outChannels !== 4)
    throw new CheckpointError(`The file's UNet turns ${inChannels} channels into ${outChannels}; ${FAMILIES}.`)
  if (addition === null && contextWidth === 1024)
    throw new CheckpointError(`The file is a Stable Diffusion 2 model; ${FAMILIES}.`)
  // The refiner is told five sizes and reads the second encoder alone: its context is as wide as the pooled text.
  if (addition !== null && addition.inputWidth - 5 * addition.sinusoidWidth === contextWidth)
    throw new CheckpointError(
      'The file is an SDXL refiner, which only finishes pictures of an SDXL base model; use the base model.',
    )
}

/** The error for a file that holds nothing known; `keys` are its tensors' names. */
export function unknownModel(keys: readonly string[]): CheckpointError {
  const examples = keys.slice(0, 3).map((key) => key.slice(0, 80))
  const holds = examples.length > 0 ? `its tensors have names such as ${examples.join(', ')}` : 'it holds no tensors'
  return new CheckpointError(`The file is no model of a known kind (${holds}); ${FAMILIES}.`)
}
