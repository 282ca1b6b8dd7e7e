import { randomInt } from 'node:crypto'
import { createScheduler } from '../../models/schedulers/create-scheduler.ts'
import { builtInModel, type CatalogModel } from '../catalog/built-in-model.ts'
import { openModel } from '../catalog/open-model.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import { settingsInName } from '../catalog/recommended-settings.ts'
import type { ModelSpec, Provider } from '../engine/protocol.ts'
import type { GenerationRequest } from '../generation/generate.ts'
import type { MemoryPlanner } from '../generation/memory-plan.ts'
import type { PicturesPlan } from '../generation/make-pictures.ts'
import { modelName } from '../generation/recipe-sources.ts'
import { decideSettings, type ChosenSettings, type SamplingSettings } from '../../models/recipe/decide-settings.ts'
import type { GenerateOptions } from './generate-options.ts'
import { existingPath, type NamedLora } from './option-values.ts'
import type { ResolvedCommand } from './resolve-installed.ts'
import { fitNamedPictures, readNamedPictures, sizeOf, type NamedPictures } from './start-image.ts'
import { UsageError } from './usage-error.ts'

const NO_LORA = 'none'
const RANDOM_SEEDS = 2 ** 32

function chosenSettings(options: GenerateOptions): ChosenSettings {
  const { steps, scheduler, spacing, eta, timesteps, guidance, width, height } = options
  const chosen = { steps, scheduler, spacing, eta, timesteps, guidance, width, height }
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
}

function findCatalogModel(name: string | undefined): CatalogModel | null {
  const model = builtInModel()
  return name === undefined || name === model.id ? model : null
}

/** LoRAs that were named; else the model's own, which "none" leaves out. */
function chooseLoras(named: readonly NamedLora[], model: CatalogModel | null): ModelSpec['loras'] {
  if (named.length === 0) return model === null ? [] : [model.lora]
  return named
    .filter(({ name }) => name !== NO_LORA)
    .map(({ name, strength }) => ({ path: existingPath('LoRA', name), strength }))
}

function seedsFrom(first: number, count: number): number[] {
  if (first <= Number.MAX_SAFE_INTEGER - (count - 1)) return Array.from({ length: count }, (_, index) => first + index)
  throw new UsageError(`--seed ${first} leaves no room for ${count} seeds that count up. Choose a smaller one.`)
}

function checkedSampling(sampling: SamplingSettings, opened: OpenedModel): SamplingSettings {
  const { timesteps, ...scheduler } = sampling.scheduler
  const { predictionType } = opened
  createScheduler({ ...scheduler, predictionType, ...(timesteps === null ? {} : { timesteps }) })
  return sampling
}

/** A picture to start from decides the size where none was asked for; the model's own size then bounds it. */
function sizeFor(sampling: SamplingSettings, options: GenerateOptions, named: NamedPictures | null): SamplingSettings {
  if (named === null || options.width !== undefined || options.height !== undefined) return sampling
  return { ...sampling, ...sizeOf(named, sampling.width * sampling.height) }
}

/**
 * Decides everything that the options leave open, and opens the model so that what does not fit is refused before
 * anything runs.
 * @throws UsageError, SchedulerError, ModelFileError, ImageError, FileError
 */
export async function planGeneration(
  { prompt, options, preset }: ResolvedCommand,
  providers: readonly Provider[],
  planner: Pick<MemoryPlanner, 'tiles'>,
): Promise<PicturesPlan> {
  const catalogModel = findCatalogModel(options.model)
  const model: ModelSpec = {
    path: catalogModel?.path ?? existingPath('model', options.model ?? ''),
    ...(options.base === undefined ? {} : { base: existingPath('model', options.base) }),
    vae: options.vae === undefined ? null : existingPath('VAE', options.vae),
    loras: chooseLoras(options.lora, catalogModel),
  }
  const named = await readNamedPictures(options)
  const opened = openModel(model)
  const name = catalogModel?.name ?? modelName(model.path)
  const source = catalogModel ?? { settings: settingsInName(name) }
  const decided = decideSettings(chosenSettings(options), { family: opened.family, preset, model: source })
  const sampling = sizeFor(checkedSampling(decided, opened), options, named)
  const request: GenerationRequest = {
    model,
    device: { providers: [...providers], threads: options.threads ?? null },
    prompt,
    negativePrompt: options.negative ?? null,
    clipSkip: options.clipSkip,
    emphasis: options.emphasis,
    sampling,
    noiseSource: options.noise,
    image: named === null ? null : await fitNamedPictures(named, sampling),
    tiled: planner.tiles({ opened, size: sampling, tiling: options.tiling }),
    seeds: seedsFrom(options.seed ?? randomInt(RANDOM_SEEDS), options.count),
  }
  return { request, opened, modelId: catalogModel?.id ?? null, modelName: name }
}
