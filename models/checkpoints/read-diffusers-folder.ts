import { z } from 'zod'
import { sentence } from '../sentences/catalogue.ts'
import { assembleComponents, dtypesByComponent, shapesOf, type ConfigSources } from './assemble-checkpoint.ts'
import { CheckpointError } from './checkpoint-error.ts'
import type { Checkpoint, Components, Family, PredictionType } from './checkpoint.ts'
import { splitIntoComponents, type NamedTensors } from './component-parts.ts'
import { inferClipConfig, parseClipConfig } from './configs/clip-config.ts'
import { inferTinyVaeConfig, parseTinyVaeConfig } from './configs/tiny-vae-config.ts'
import { inferUnetConfig, parseUnetConfig, type UnetConfig } from './configs/unet-config.ts'
import { inferVaeConfig, parseVaeConfig, SCALING_FACTORS } from './configs/vae-config.ts'
import { setAside, type IgnoredTensor } from './ignored-tensors.ts'
import { refuseForeignKeys, refuseForeignUnet, unknownModel } from './refusals.ts'
import type { SafetensorsHeader } from './safetensors-header.ts'
import type { ComponentName } from './weights.ts'

/** The folder in which a diffusers model keeps each network. */
export const DIFFUSERS_FOLDERS = {
  unet: 'unet',
  textEncoder: 'text_encoder',
  textEncoder2: 'text_encoder_2',
  vae: 'vae',
} as const

/** One network's folder. */
export interface DiffusersPart {
  /** Its config.json, parsed; null where there is none. */
  readonly config: unknown
  /** Its safetensors files: one, or the shards. */
  readonly files: readonly { readonly path: string; readonly header: SafetensorsHeader }[]
}

/** A diffusers model as its files were found; JSON is parsed and not yet trusted. */
export interface DiffusersFolder {
  /** model_index.json; null for the folder of a network alone. */
  readonly modelIndex: unknown
  /** scheduler/scheduler_config.json; null where there is none. */
  readonly schedulerConfig: unknown
  /** An AutoencoderTiny may come as `vae` or as `tinyVae`: its config tells. */
  readonly parts: Readonly<Partial<Record<ComponentName, DiffusersPart>>>
}

const className = z.object({ _class_name: z.string() }).partial()
const scheduler = z.object({ prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon') })

function classOf(json: unknown): string | undefined {
  const { _class_name: name } = className.catch({}).parse(json)
  return name
}

function refuseForeignPipeline(name: string | undefined): void {
  const known = name === undefined || /^(StableDiffusion(XL)?|LatentConsistencyModel)[A-Z]/.test(name)
  if (!known) throw new CheckpointError(sentence('model.pipeline', { pipeline: name ?? '' }))
}

function predictionTypeOf(schedulerConfig: unknown): PredictionType {
  const parsed = scheduler.safeParse(schedulerConfig ?? {})
  if (!parsed.success) throw new CheckpointError(sentence('model.prediction'))
  return parsed.data.prediction_type
}

/** A folder decides which of the networks of one kind its file is. */
const KINDS: Readonly<Record<ComponentName, string>> = {
  unet: 'unet',
  textEncoder: 'text',
  textEncoder2: 'text',
  vae: 'vae',
  tinyVae: 'vae',
}

interface FoundPart {
  readonly tensors: NamedTensors
  readonly unplaced: readonly string[]
  readonly ignored: readonly IgnoredTensor[]
}

function readPart(component: ComponentName, { files }: DiffusersPart): FoundPart {
  const tensors: NamedTensors = new Map()
  const unplaced: string[] = []
  const ignored: IgnoredTensor[] = []
  for (const { path, header } of files) {
    refuseForeignKeys([...header.tensors.keys()])
    const aside = setAside(header.tensors)
    ignored.push(...aside.ignored)
    const split = splitIntoComponents(aside.rest, path)
    unplaced.push(...split.unplaced)
    for (const [name, part] of split.parts)
      for (const [canonical, tensor] of part)
        if (KINDS[name] !== KINDS[component] || tensors.has(canonical)) unplaced.push(tensor.key)
        else tensors.set(canonical, tensor)
  }
  return { tensors, unplaced, ignored }
}

function configSources(parts: ReadonlyMap<ComponentName, DiffusersPart>, family: Family | null): ConfigSources {
  const configOf = (name: ComponentName): unknown => parts.get(name)?.config ?? null
  const source =
    <Config>(name: ComponentName, parse: (json: unknown) => Config, infer: (tensors: NamedTensors) => Config) =>
    (tensors: NamedTensors): Config => {
      const json = configOf(name)
      return json === null ? infer(tensors) : parse(json)
    }
  const unet = source('unet', parseUnetConfig, (tensors) => inferUnetConfig(shapesOf(tensors)))
  const factor = SCALING_FACTORS[family ?? 'sd15']
  return {
    unet: (tensors) => {
      const config: UnetConfig = unet(tensors)
      refuseForeignUnet(config)
      return config
    },
    textEncoder: source('textEncoder', parseClipConfig, (found) => inferClipConfig(shapesOf(found), 'textEncoder')),
    textEncoder2: source('textEncoder2', parseClipConfig, (found) => inferClipConfig(shapesOf(found), 'textEncoder2')),
    vae: source('vae', parseVaeConfig, (found) => inferVaeConfig(shapesOf(found), factor)),
    tinyVae: source('tinyVae', parseTinyVaeConfig, (found) => inferTinyVaeConfig(shapesOf(found))),
  }
}

/** Puts an AutoencoderTiny that came as `vae` where it belongs. */
function sortParts(parts: DiffusersFolder['parts']): Map<ComponentName, DiffusersPart> {
  const entries = Object.entries(parts) as [ComponentName, DiffusersPart][]
  return new Map(
    entries.map(([name, part]) => [
      name === 'vae' && classOf(part.config) === 'AutoencoderTiny' ? 'tinyVae' : name,
      part,
    ]),
  )
}

function familyOf(components: Components, pipeline: string | undefined): Family | null {
  if (components.unet !== undefined) return components.unet.config.addition === null ? 'sd15' : 'sdxl'
  if (components.textEncoder2 !== undefined) return 'sdxl'
  if (pipeline === undefined) return null
  return pipeline.startsWith('StableDiffusionXL') ? 'sdxl' : 'sd15'
}

/**
 * A model in diffusers' layout, or a single network's folder of it. Configs are read from config.json where there is one.
 * @throws CheckpointError where the model is of a kind that is not supported, or a network is incomplete.
 */
export function readDiffusersFolder({ modelIndex, schedulerConfig, parts }: DiffusersFolder): Checkpoint {
  const pipeline = classOf(modelIndex)
  refuseForeignPipeline(pipeline)
  const given = sortParts(parts)
  const found = new Map([...given].map(([name, part]) => [name, readPart(name, part)]))
  const keys = [...given.values()].flatMap(({ files }) => files.flatMap(({ header }) => [...header.tensors.keys()]))
  const tensors = new Map([...found].map(([name, part]) => [name, part.tensors]))
  if ([...tensors.values()].every((part) => part.size === 0)) throw unknownModel(keys)
  const { components, unused } = assembleComponents(tensors, configSources(given, familyOf({}, pipeline)))
  return {
    family: familyOf(components, pipeline),
    layout: 'diffusers',
    predictionType: predictionTypeOf(schedulerConfig),
    components,
    dtypes: dtypesByComponent(components),
    keyCount: keys.length,
    unmapped: [...[...found.values()].flatMap(({ unplaced }) => unplaced), ...unused],
    ignored: [...found.values()].flatMap(({ ignored }) => ignored),
  }
}
