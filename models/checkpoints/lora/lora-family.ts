import { sentence } from '../../sentences/catalogue.ts'
import type { Sentence } from '../../sentences/sentence.ts'
import { CheckpointError } from '../checkpoint-error.ts'
import type { Family } from '../checkpoint.ts'
import type { SafetensorsHeader } from '../safetensors-header.ts'
import { parseLoraKey, type LoraKey } from './lora-keys.ts'

/** Keys of LoRAs for other models; the first rule that fits decides. */
const FOREIGN_KEYS: readonly (readonly [RegExp, Sentence])[] = [
  [
    /(^|[._])(double_blocks|single_blocks|single_transformer_blocks)[._]\d/,
    sentence('lora.other-family', { family: 'Flux' }),
  ],
  [
    /(^|[._])joint_blocks[._]\d|^lora_te3_|^text_encoder_3\.|^transformer\.transformer_blocks\./,
    sentence('lora.other-family', { family: 'Stable Diffusion 3' }),
  ],
  [/^(lora_transformer_|transformer\.|lora_prior_)/, sentence('lora.other-kind')],
]

/** @throws CheckpointError where the keys are those of a LoRA for a model that is not supported. */
export function refuseForeignLora(keys: readonly string[]): void {
  const bare = keys.map((key) => key.replace(/^base_model\.model\./, ''))
  for (const [pattern, refusal] of FOREIGN_KEYS)
    if (bare.some((key) => pattern.test(key))) throw new CheckpointError(refusal)
}

interface Clue extends LoraKey {
  /** The module with `_` for `.`, so that all spellings read alike. */
  readonly flat: string
  readonly shape: readonly number[]
}

type Rule = (clue: Clue) => Family | 'sd2' | null

const CONTEXT_WIDTHS: Readonly<Record<number, Family | 'sd2'>> = { 768: 'sd15', 1024: 'sd2', 2048: 'sdxl' }

/** From the surest to the weakest. The tiny test networks share key structure, not widths, with the published models. */
const RULES: readonly Rule[] = [
  ({ flat }) => (/^(lora_te[12]_|text_encoder_2_)|add_embedding|label_emb/.test(flat) ? 'sdxl' : null),
  ({ flat }) => (/transformer_blocks_[1-9]/.test(flat) ? 'sdxl' : null),
  ({ flat, role, shape }) =>
    role === 'down' && /attn2(_processor)?_to_[kv]$/.test(flat) ? (CONTEXT_WIDTHS[shape[1] ?? 0] ?? null) : null,
  ({ flat, role, shape }) => {
    if (role !== 'down' || !/attentions_\d+_proj_in$|_blocks?_(\d+_)?1_proj_in$/.test(flat)) return null
    return shape.length === 4 ? 'sd15' : 'sdxl'
  },
  ({ flat }) => (/down_blocks_0_attentions|(down|up)_blocks_3_|input_blocks_[12]_1_/.test(flat) ? 'sd15' : null),
  ({ flat }) => (flat.startsWith('lora_te_') ? 'sd15' : null),
]

function familyByMetadata(metadata: ReadonlyMap<string, string>): Family | 'sd2' | null {
  const stated = `${metadata.get('modelspec.architecture') ?? ''} ${metadata.get('ss_base_model_version') ?? ''}`
  if (/stable-diffusion-xl|sdxl/.test(stated)) return 'sdxl'
  if (/stable-diffusion-v1|sd_v1|sd_1/.test(stated)) return 'sd15'
  return /stable-diffusion-v2|sd_v2|sd_2/.test(stated) ? 'sd2' : null
}

/**
 * The family a LoRA was made for, by its keys and shapes alone, then by its metadata; null where neither tells.
 * @throws CheckpointError for Stable Diffusion 2.
 */
export function loraFamily({ tensors, metadata }: SafetensorsHeader): Family | null {
  const clues: Clue[] = []
  for (const [key, { shape }] of tensors) {
    const parsed = parseLoraKey(key)
    if (parsed !== null) clues.push({ ...parsed, flat: parsed.module.replaceAll('.', '_'), shape })
  }
  const byRules = RULES.flatMap((rule) => clues.map(rule)).find((family) => family !== null)
  const family = byRules ?? familyByMetadata(metadata)
  if (family === 'sd2') throw new CheckpointError(sentence('lora.other-family', { family: 'Stable Diffusion 2' }))
  return family
}
