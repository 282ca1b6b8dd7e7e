import { sentence } from '../sentences/catalogue.ts'
import type { Sentence } from '../sentences/sentence.ts'
import { CheckpointError } from './checkpoint-error.ts'
import type { UnetConfig } from './configs/unet-config.ts'
import { holdsLora } from './lora/lora-keys.ts'

/** Keys that show what a file is instead of an SD 1.5 or SDXL model; the first rule that fits decides. */
const FOREIGN_KEYS: readonly (readonly [RegExp, Sentence])[] = [
  [
    /^control_model\.|(^|\.)(input_hint_block|controlnet_cond_embedding|controlnet_down_blocks|zero_convs)\./,
    sentence('model.controlnet'),
  ],
  [/^(image_proj|ip_adapter)\./, sentence('model.ip-adapter')],
  [/^(emb_params|clip_[gl]|string_to_param\..*)$/, sentence('model.embedding')],
  [
    /(^|\.)(double_blocks|single_blocks|single_transformer_blocks)\.\d/,
    sentence('model.other-family', { family: 'Flux' }),
  ],
  [/(^|\.)joint_blocks\.\d|\.attn\.add_[qkv]_proj\./, sentence('model.other-family', { family: 'Stable Diffusion 3' })],
  [/^cond_stage_model\.model\./, sentence('model.other-family', { family: 'Stable Diffusion 2' })],
  [/^conditioner\.embedders\.0\.model\./, sentence('model.refiner')],
  [/^edm_(mean|std)$/, sentence('model.other-family', { family: 'Playground 2.5' })],
  [/[._](time_stack|motion_modules|temporal_transformer)\./, sentence('model.other-family', { family: 'video' })],
]

/** @throws CheckpointError where the keys are those of something that is known and not supported. */
export function refuseForeignKeys(keys: readonly string[]): void {
  if (holdsLora(keys)) throw new CheckpointError(sentence('model.lora'))
  for (const [pattern, refusal] of FOREIGN_KEYS)
    if (keys.some((key) => pattern.test(key))) throw new CheckpointError(refusal)
}

const PURPOSES: Readonly<Record<number, 'InstructPix2Pix' | 'inpainting'>> = { 8: 'InstructPix2Pix', 9: 'inpainting' }

/** @throws CheckpointError where a UNet is that of a model that is known and not supported. */
export function refuseForeignUnet({ inChannels, outChannels, contextWidth, addition }: UnetConfig): void {
  const purpose = PURPOSES[inChannels]
  if (purpose !== undefined)
    throw new CheckpointError(sentence('model.other-purpose', { purpose, channels: inChannels }))
  if (inChannels !== 4 || outChannels !== 4)
    throw new CheckpointError(sentence('model.channels', { from: inChannels, to: outChannels }))
  if (addition === null && contextWidth === 1024)
    throw new CheckpointError(sentence('model.other-family', { family: 'Stable Diffusion 2' }))
  // The refiner is told five sizes and reads the second encoder alone: its context is as wide as the pooled text.
  if (addition !== null && addition.inputWidth - 5 * addition.sinusoidWidth === contextWidth)
    throw new CheckpointError(sentence('model.refiner'))
}

/** The error for a file that holds nothing known; `keys` are its tensors' names. */
export function unknownModel(keys: readonly string[]): CheckpointError {
  const examples = keys.slice(0, 3).map((key) => key.slice(0, 80))
  return new CheckpointError(
    examples.length > 0 ? sentence('model.unknown', { tensors: examples.join(', ') }) : sentence('model.no-tensors'),
  )
}
