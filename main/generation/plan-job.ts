import { createScheduler } from '../../models/schedulers/create-scheduler.ts'
import type { InstalledModels, UsableModel } from '../catalog/installed-models.ts'
import { openModel } from '../catalog/open-model.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import type { ModelSpec, Provider } from '../engine/protocol.ts'
import type { GenerationRequestBody } from '../server/contract/generation.ts'
import type { Preset } from '../server/contract/presets.ts'
import type { PicturesPlan } from './make-pictures.ts'
import type { PresetList } from './preset-list.ts'
import { lorasOfPreset, presetOfWeights } from './preset-weights.ts'
import { decideSettings, type ChosenSettings, type SamplingSettings } from './settings.ts'

export interface JobPlanning {
  readonly models: Pick<InstalledModels, 'checkpoint' | 'lora' | 'list'>
  readonly presets: PresetList
  /** Tried in order. */
  readonly providers: readonly Provider[]
}

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
    return { preset: presetOfWeights({ checkpoint, chosen, models: list }, presets.list(), steps), brought: [] }
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

/** Schedulers refuse what they cannot follow; better now than after loading a model. */
function checkSampling({ scheduler }: SamplingSettings, { predictionType }: OpenedModel): void {
  const { timesteps, ...rest } = scheduler
  createScheduler({ ...rest, predictionType, ...(timesteps === null ? {} : { timesteps }) })
}

/**
 * Decides everything that a request leaves open, and opens its model.
 * @throws ModelFileError, PresetError, SchedulerError
 */
export function planJob(request: GenerationRequestBody, seeds: readonly number[], planning: JobPlanning): PicturesPlan {
  const chosen = planning.models.checkpoint(request.modelId)
  const { preset, brought } = choosePreset(request, planning)
  const loras = chooseLoras([...brought, ...request.loras], chosen, planning)
  const model: ModelSpec = { path: chosen.path, vae: null, loras }
  const opened = openModel(model)
  const sampling = decideSettings(chosenSettings(request), { family: opened.family, preset, model: chosen.card })
  checkSampling(sampling, opened)
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
      seeds,
    },
    opened,
    modelId: chosen.id,
    modelName: chosen.name,
  }
}
