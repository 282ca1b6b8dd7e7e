import { publishedFile } from '../catalog/published/published-files.ts'
import type { Model } from '../server/contract/models.ts'
import type { Preset, PresetChoice, PresetChoices } from '../server/contract/presets.ts'
import { loraWithWeights, neededWeights } from './preset-weights.ts'

/** Best first: what of these is ready is recommended. */
const PREFERRED = [
  'hyper-unified-4',
  'hyper-fixed-4',
  'hyper-fixed-8',
  'hyper-fixed-2',
  'lightning-4',
  'lightning-2',
  'lcm-4',
  'tcd-4',
]

/** Whether a preset is for a whole model, which cannot be added to another as a LoRA can. */
function isForModels(weights: string): boolean {
  const kind = publishedFile(weights)?.kind
  return kind === 'checkpoint' || kind === 'unet'
}

function choiceOf(preset: Preset, checkpoint: Model, models: readonly Model[]): PresetChoice | null {
  const base = { presetId: preset.id, loraId: null, strength: 1, publishedId: null }
  const weights = neededWeights(preset, checkpoint)
  if (weights === null) return { ...base, state: 'ready' }
  if (isForModels(weights)) return null
  if (checkpoint.distilled !== null) return { ...base, state: 'other' }
  const lora = loraWithWeights(weights, models)
  if (lora !== null) return { ...base, state: 'ready', loraId: lora.id }
  return { ...base, state: 'missing', publishedId: publishedFile(weights) === null ? null : weights }
}

function recommend(checkpoint: Model, choices: readonly PresetChoice[], presets: readonly Preset[]): string | null {
  if (checkpoint.builtIn) return null
  const { distilled, family } = checkpoint
  if (distilled !== null && family !== null) {
    return presets.find((preset) => preset.weights[family] === distilled.id)?.id ?? null
  }
  const ready = new Set(choices.filter(({ state }) => state === 'ready').map(({ presetId }) => presetId))
  return PREFERRED.find((id) => ready.has(id)) ?? null
}

/** The presets that fit a checkpoint: whether their weights are there, and which is best. */
export function presetChoices(checkpoint: Model, models: readonly Model[], presets: readonly Preset[]): PresetChoices {
  const { family } = checkpoint
  const fitting = presets.filter(({ families }) => family === null || families.includes(family))
  const choices = fitting
    .map((preset) => choiceOf(preset, checkpoint, models))
    .filter((choice): choice is PresetChoice => choice !== null)
  return { recommended: recommend(checkpoint, choices, presets), choices }
}
