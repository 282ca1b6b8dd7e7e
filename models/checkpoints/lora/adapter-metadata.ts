import { z } from 'zod'
import type { LoraComponent } from './lora-file.ts'

/** What PEFT's LoraConfig says of one network's alphas. */
interface AdapterSettings {
  readonly alpha: number
  /** Part of a module's path -> its own alpha; the first that fits counts. */
  readonly alphaPattern: readonly (readonly [string, number])[]
  /** Rank-stabilised LoRA divides by the rank's square root (arXiv 2312.03732). */
  readonly stabilised: boolean
}

const METADATA_KEY = 'lora_adapter_metadata'
const MAX_LENGTH = 1_000_000

const PREFIXES: Readonly<Record<LoraComponent, string>> = {
  unet: 'unet.',
  textEncoder: 'text_encoder.',
  textEncoder2: 'text_encoder_2.',
}

const positive = z.number().positive()

function settingsUnder(prefix: string, json: Readonly<Record<string, unknown>>): AdapterSettings | null {
  const alpha = positive.safeParse(json[`${prefix}lora_alpha`])
  if (!alpha.success) return null
  const pattern = z.record(z.string(), positive).safeParse(json[`${prefix}alpha_pattern`])
  return {
    alpha: alpha.data,
    alphaPattern: pattern.success ? Object.entries(pattern.data) : [],
    stabilised: json[`${prefix}use_rslora`] === true,
  }
}

/**
 * The adapter settings that diffusers writes into a LoRA's metadata, for one network; null where there are none
 * (diffusers: loaders/lora_base.py, LORA_ADAPTER_METADATA_KEY).
 */
export function adapterSettings(
  metadata: ReadonlyMap<string, string>,
  component: LoraComponent,
): AdapterSettings | null {
  const text = metadata.get(METADATA_KEY)
  if (text === undefined || text.length > MAX_LENGTH) return null
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const record = z.record(z.string(), z.unknown()).safeParse(json)
  if (!record.success) return null
  return settingsUnder(PREFIXES[component], record.data) ?? settingsUnder('', record.data)
}

/** PEFT's patterns are regular expressions; those that files hold are path endings, or whole paths after `^`. */
function fits(pattern: string, path: string): boolean {
  if (pattern.startsWith('^')) return path === pattern.slice(1).replace(/\$$/, '')
  return path === pattern || path.endsWith(`.${pattern}`)
}

/** The alpha of a module. */
export function adapterAlpha(settings: AdapterSettings, path: string): number {
  return settings.alphaPattern.find(([pattern]) => fits(pattern, path))?.[1] ?? settings.alpha
}
