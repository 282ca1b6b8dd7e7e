import type { Family } from '../../models/checkpoints/checkpoint.ts'
import { PresetError } from '../../models/recipe/presets.ts'
import type { WeightsInUse } from '../../models/recipe/presets/preset-of-weights.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { publishedBytes, publishedFile } from '../catalog/published/published-files.ts'
import type { Model } from '../server/contract/models.ts'
import type { Preset } from '../server/contract/presets.ts'

/** What a preset is to be used with. */
export interface PresetUse {
  readonly checkpoint: Model
  /** Ids of the LoRAs that were chosen. */
  readonly chosen: readonly string[]
  /** All that are installed. */
  readonly models: readonly Model[]
}

/** A LoRA that a preset brings along, by its installed model's id. */
export interface BroughtLora {
  readonly id: string
  readonly strength: number
}

const FULL_STRENGTH = 1

function isUsable({ kind, present, problem }: Model): boolean {
  return kind === 'lora' && present && problem === null
}

/** The installed LoRA that holds published step-distilled weights; one known by its hash before others. */
export function loraWithWeights(weights: string, models: readonly Model[]): Model | null {
  const found = models.filter((model) => isUsable(model) && model.distilled?.id === weights)
  return found.find(({ distilled }) => distilled?.knownBy === 'hash') ?? found[0] ?? null
}

/** The weights that a preset needs beside a checkpoint; null where the checkpoint holds them or any will do. */
export function neededWeights(preset: Preset, checkpoint: Model): string | null {
  // The built-in model has a step LoRA of its own.
  if (checkpoint.builtIn || checkpoint.family === null) return null
  const weights = preset.weights[checkpoint.family] ?? null
  return checkpoint.distilled?.id === weights ? null : weights
}

function missing(weights: string): PresetError {
  const file = publishedFile(weights)
  if (file === null) return new PresetError(sentence('preset.weights-missing', { name: weights }))
  return new PresetError(sentence('preset.weights-download', { name: file.title, size: publishedBytes(file) }))
}

function findOwn(lora: Preset['loras'][number], family: Family | null, models: readonly Model[]): Model {
  const fitting = models.filter((model) => isUsable(model) && (model.family === null || model.family === family))
  const alike = fitting.find(({ hashes }) => hashes !== null && lora.contentSha256?.startsWith(hashes.autoV3) === true)
  const found = alike ?? fitting.find(({ name }) => name.toLowerCase() === lora.name.toLowerCase())
  if (found !== undefined) return found
  throw new PresetError(sentence('preset.lora-missing', { name: lora.name }))
}

const FAMILY_NAMES = { sd15: 'SD 1.5', sdxl: 'SDXL' } as const

function requireFamily({ families }: Preset, { builtIn, family }: Model): void {
  if (builtIn || family === null || families.includes(family)) return
  const meant = families.map((one) => FAMILY_NAMES[one]).join(', ')
  throw new PresetError(sentence('preset.other-family', { families: meant, family: FAMILY_NAMES[family] }))
}

/**
 * The LoRAs that a preset brings to a checkpoint, in front of those that were chosen. What was chosen already keeps its
 * strength and comes only once.
 * @throws PresetError naming what is not installed, or the family that the preset is for
 */
export function lorasOfPreset(preset: Preset, { checkpoint, chosen, models }: PresetUse): BroughtLora[] {
  requireFamily(preset, checkpoint)
  const brought: BroughtLora[] = []
  const weights = neededWeights(preset, checkpoint)
  const hasWeights = chosen.some((id) => models.find((model) => model.id === id)?.distilled?.id === weights)
  const own = preset.loras.map((lora) => ({ ...findOwn(lora, checkpoint.family, models), strength: lora.strength }))
  const ownHasWeights = own.some(({ distilled }) => distilled?.id === weights)
  if (weights !== null && !hasWeights && !ownHasWeights) {
    const lora = loraWithWeights(weights, models)
    if (lora === null) throw missing(weights)
    brought.push({ id: lora.id, strength: FULL_STRENGTH })
  }
  for (const { id, strength } of own) {
    if (!chosen.includes(id) && !brought.some((other) => other.id === id)) brought.push({ id, strength })
  }
  return brought
}

/** The step-distilled weights of the chosen LoRAs, and then of the checkpoint. The built-in model has settings of its own. */
export function weightsInUse({ checkpoint, chosen, models }: PresetUse): WeightsInUse {
  const loras = chosen.map((id) => models.find((model) => model.id === id))
  const weights = [...loras, checkpoint].flatMap((model) => model?.distilled?.id ?? [])
  return { family: checkpoint.family, weights: checkpoint.builtIn ? [] : weights }
}
