/** What a tensor of a LoRA file is to its module. */
export type LoraRole =
  | 'down'
  | 'up'
  | 'mid'
  | 'alpha'
  | 'magnitude'
  | 'diff'
  | 'biasDiff'
  | 'hadaW1a'
  | 'hadaW1b'
  | 'hadaW2a'
  | 'hadaW2b'
  | 'hadaT1'
  | 'hadaT2'
  | 'lokrW1'
  | 'lokrW1a'
  | 'lokrW1b'
  | 'lokrW2'
  | 'lokrW2a'
  | 'lokrW2b'
  | 'lokrT2'

/** A key, taken apart. */
export interface LoraKey {
  /** The module as the file spells it. */
  readonly module: string
  readonly role: LoraRole
  /** How the key is written, or what kind of change it belongs to; null where the ending tells neither. */
  readonly format: string | null
}

/** Endings of keys: kohya-ss and LyCORIS, PEFT (with or without an adapter's name), and diffusers' three older ways. */
const ENDINGS: readonly (readonly [RegExp, LoraRole, string | null])[] = [
  [/\.lora_down\.weight$/, 'down', 'kohya'],
  [/\.lora_up\.weight$/, 'up', 'kohya'],
  [/\.lora_mid\.weight$/, 'mid', 'locon-cp'],
  [/\.alpha$/, 'alpha', null],
  [/\.dora_scale$/, 'magnitude', 'dora'],
  [/\.(diff|w_norm)$/, 'diff', 'diff'],
  [/\.(diff_b|b_norm)$/, 'biasDiff', 'diff'],
  [/\.lora_A((\.[^.]+)?\.weight)?$/, 'down', 'peft'],
  [/\.lora_B((\.[^.]+)?\.weight)?$/, 'up', 'peft'],
  [/\.lora_magnitude_vector(\.[^.]+){0,2}$/, 'magnitude', 'dora'],
  [/\.lora\.down\.weight$/, 'down', 'diffusers'],
  [/\.lora\.up\.weight$/, 'up', 'diffusers'],
  [/\.lora_linear_layer\.down\.weight$/, 'down', 'diffusers'],
  [/\.lora_linear_layer\.up\.weight$/, 'up', 'diffusers'],
  [/_lora\.down\.weight$/, 'down', 'diffusers-attention-processors'],
  [/_lora\.up\.weight$/, 'up', 'diffusers-attention-processors'],
  [/\.hada_w1_a$/, 'hadaW1a', 'loha'],
  [/\.hada_w1_b$/, 'hadaW1b', 'loha'],
  [/\.hada_w2_a$/, 'hadaW2a', 'loha'],
  [/\.hada_w2_b$/, 'hadaW2b', 'loha'],
  [/\.hada_t1$/, 'hadaT1', 'loha'],
  [/\.hada_t2$/, 'hadaT2', 'loha'],
  [/\.lokr_w1$/, 'lokrW1', 'lokr'],
  [/\.lokr_w1_a$/, 'lokrW1a', 'lokr'],
  [/\.lokr_w1_b$/, 'lokrW1b', 'lokr'],
  [/\.lokr_w2$/, 'lokrW2', 'lokr'],
  [/\.lokr_w2_a$/, 'lokrW2a', 'lokr'],
  [/\.lokr_w2_b$/, 'lokrW2b', 'lokr'],
  [/\.lokr_t2$/, 'lokrT2', 'lokr'],
]

/** PEFT puts this in front of every module when it saves by itself. */
const PEFT_WRAPPER = 'base_model.model.'

/** Takes a LoRA file's key apart; null where its ending is none of the known ones. */
export function parseLoraKey(key: string): LoraKey | null {
  for (const [ending, role, format] of ENDINGS) {
    const match = ending.exec(key)
    if (match === null) continue
    const module = key.slice(key.startsWith(PEFT_WRAPPER) ? PEFT_WRAPPER.length : 0, match.index)
    return { module, role, format }
  }
  return null
}

/** Whether a file with these keys is a LoRA. */
export function holdsLora(keys: readonly string[]): boolean {
  return keys.some((key) => parseLoraKey(key) !== null)
}
