import { createScheduler } from '../../models/schedulers/create-scheduler.ts'
import { filesOf, type InstalledModels, type UsableModel } from '../catalog/installed-models.ts'
import type { Family } from '../../models/checkpoints/checkpoint.ts'
import { sentence } from '../../models/sentences/catalogue.ts'
import { ModelFileError } from '../catalog/file-problem.ts'
import { openCheckpoint } from '../catalog/open-checkpoint.ts'
import { openModel } from '../catalog/open-model.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import type { ModelSpec, Provider } from '../engine/protocol.ts'
import type { GenerationRequestBody } from '../server/contract/generation.ts'
import type { Preset } from '../server/contract/presets.ts'
import type { MemoryPlanner } from './memory-plan.ts'
import type { PicturesPlan } from './make-pictures.ts'
import type { PresetList } from './preset-list.ts'
import { presetOfWeights } from '../../models/recipe/presets/preset-of-weights.ts'
import { lorasOfPreset, weightsInUse } from './preset-weights.ts'
import { decideSettings, type ChosenSettings, type SamplingSettings } from '../../models/recipe/decide-settings.ts'

export interface JobPlanning {
  readonly models: Pick<InstalledModels, 'checkpoint' | 'lora' | 'vae' | 'tinyVae' | 'list'>
  readonly presets: PresetList
  readonly planner: Pick<MemoryPlanner, 'tiles'>
  /** Tried in order. */
  readonly providers: readonly Provider[]
}

/** What a request calls the family's tiny VAE. */
const TINY_VAE = 'tiny'

function chosenSettings(request: GenerationRequestBody): ChosenSettings {
  const { steps, scheduler, spacing, eta, guidance, width, height } = request
  const chosen = { steps, scheduler, spacing, eta, guidance, width, height }
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null))
}

/** The preset that was asked for, else the one of the step-distilled weights in use, and what it brings along. */
function choosePreset(
  { modelId, presetId, loras, steps, scheduler }: GenerationRequestBody,
  { models, presets }: JobPlanning,
): { preset: Preset | null; brought: GenerationRequestBody['loras'] } {
  const list = models.list()
  const checkpoint = list.find(({ id }) => id === modelId)
  const chosen = loras.map(({ id }) => id)
  if (presetId === null) {
    if (checkpoint === undefined || scheduler !== null) return { preset: null, brought: [] }
    return {
      preset: presetOfWeights(weightsInUse({ checkpoint, chosen, models: list }), presets.list(), steps),
      brought: [],
    }
  }
  const preset = presets.find(presetId)
  return {
    preset,
    brought: checkpoint === undefined ? [] : lorasOfPreset(preset, { checkpoint, chosen, models: list }),
  }
}

/** LoRAs that were chosen or brought; else the model's own. */
function chooseLoras(
  loras: GenerationRequestBody['loras'],
  model: UsableModel,
  { models }: JobPlanning,
): ModelSpec['loras'] {
  if (loras.length === 0) return model.card === null ? [] : [model.card.lora]
  return loras.map(({ id, strength }) => ({ path: models.lora(id).path, strength }))
}

/** @throws ModelFileError where there is none of that kind */
function chooseVae({ vaeId }: GenerationRequestBody, family: Family, { models }: JobPlanning): string | null {
  if (vaeId === null) return null
  if (vaeId !== TINY_VAE) return models.vae(vaeId).path
  const tiny = models.tinyVae(family)
  if (tiny !== null) return tiny.path
  throw new ModelFileError(sentence('model-file.no-tiny-vae', { name: family === 'sdxl' ? 'TAESDXL' : 'TAESD' }))
}

/** Schedulers refuse what they cannot follow; better now than after loading a model. */
function checkSampling({ scheduler }: SamplingSettings, { predictionType }: OpenedModel): void {
  const { timesteps, ...rest } = scheduler
  createScheduler({ ...rest, predictionType, ...(timesteps === null ? {} : { timesteps }) })
}

/** @throws ModelFileError */
function openChosen(
  request: GenerationRequestBody,
  chosen: UsableModel,
  loras: ModelSpec['loras'],
  planning: JobPlanning,
): { model: ModelSpec; opened: OpenedModel } {
  const { family } = openCheckpoint(chosen.path).checkpoint
  const vae = chooseVae(request, family ?? 'sd15', planning)
  // The built-in model's latents are its own.
  const previewVae = chosen.card === null && family !== null ? planning.models.tinyVae(family)?.path : undefined
  const model: ModelSpec = { ...filesOf(chosen), vae, loras, ...(previewVae === undefined ? {} : { previewVae }) }
  return { model, opened: openModel(model) }
}

/**
 * Decides everything that a request leaves open, and opens its model.
 * @throws ModelFileError, PresetError, SchedulerError
 */
export function planJob(request: GenerationRequestBody, seeds: readonly number[], planning: JobPlanning): PicturesPlan {
  const chosen = planning.models.checkpoint(request.modelId)
  const { preset, brought } = choosePreset(request, planning)
  const loras = chooseLoras([...brought, ...request.loras], chosen, planning)
  const { model, opened } = openChosen(request, chosen, loras, planning)
  const described = planning.models.list().find(({ id }) => id === request.modelId) ?? null
  const sampling = decideSettings(chosenSettings(request), { family: opened.family, preset, model: described })
  checkSampling(sampling, opened)
  const tiled = planning.planner.tiles({ opened, size: sampling, tiling: request.tiling })
  return {
    request: {
      model,
      device: { providers: [...planning.providers], threads: null },
      prompt: request.prompt,
      negativePrompt: request.negativePrompt,
      clipSkip: request.clipSkip,
      emphasis: 'a1111',
      sampling,
      noiseSource: request.noiseSource,
      image: null,
      tiled,
      seeds,
    },
    opened,
    modelId: chosen.id,
    modelName: chosen.name,
  }
}
