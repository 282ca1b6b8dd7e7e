import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { presetOfWeights } from '../../models/recipe/presets/preset-of-weights.ts'
import { builtInModel } from '../catalog/built-in-model.ts'
import { describeAdded } from '../catalog/describe-model.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import { readModel } from '../catalog/read-model.ts'
import { recogniseModel } from '../catalog/recognise-model.ts'
import type { PresetList } from '../generation/preset-list.ts'
import { lorasOfPreset, loraWithWeights, neededWeights, weightsInUse } from '../generation/preset-weights.ts'
import type { Model } from '../server/contract/models.ts'
import type { Preset } from '../server/contract/presets.ts'
import type { GenerateOptions } from './generate-options.ts'

/** A file that is not installed, as if it were; null where it is no model, which is told when it is opened. */
function describeFile(path: string): Model | null {
  const unknown = {
    folderId: null,
    missing: false,
    hidden: false,
    fingerprint: '',
    fileId: '',
    hashes: null,
    addedAt: 0,
  }
  try {
    return describeAdded({ id: path, path, ...unknown, ...readModel(path) }, recogniseModel)
  } catch (error) {
    if (error instanceof ModelFileError) return null
    throw error
  }
}

/** What is known of a model or LoRA by its path; null where there is none. */
export function modelAt(path: string, models: readonly Model[]): Model | null {
  const full = resolve(path)
  return models.find((model) => model.path === full) ?? (path !== '' && existsSync(full) ? describeFile(full) : null)
}

/** By its id, or by the title of one that was saved. */
function findPreset(name: string, presets: PresetList): Preset {
  return presets.list().find(({ custom, title }) => custom && title === name) ?? presets.find(name)
}

/**
 * The preset of a command, and its options with the LoRAs that it brings. Without one, step-distilled weights in use have
 * their own.
 * @param options with paths
 * @throws PresetError
 */
export function resolvePreset(
  options: GenerateOptions,
  models: readonly Model[],
  presets: PresetList,
): { preset: Preset | null; options: GenerateOptions } {
  const named = options.preset === undefined ? null : findPreset(options.preset, presets)
  const isBuiltIn = options.model === undefined || options.model === builtInModel().id
  const checkpoint = isBuiltIn ? null : modelAt(options.model ?? '', models)
  if (checkpoint === null) return { preset: named, options }
  const chosen = options.lora.map(({ name }) => modelAt(name, models)).filter((model) => model !== null)
  const known = [...models, ...chosen.filter(({ id }) => !models.some((model) => model.id === id))]
  const use = { checkpoint, chosen: chosen.map(({ id }) => id), models: known }
  if (named === null) {
    if (options.scheduler !== undefined) return { preset: null, options }
    return { preset: presetOfWeights(weightsInUse(use), presets.list(), options.steps ?? null), options }
  }
  const weights = neededWeights(named, checkpoint)
  // Whoever names a file of weights that nobody knows by name means it.
  if (weights !== null && options.lora.length > 0 && loraWithWeights(weights, known) === null) {
    return { preset: named, options }
  }
  const brought = lorasOfPreset(named, use).map(({ id, strength }) => ({
    name: known.find((model) => model.id === id)?.path ?? id,
    strength,
  }))
  return { preset: named, options: { ...options, lora: [...brought, ...options.lora] } }
}
