import { clipLayers } from '../architecture/clip-layers.ts'
import { supersetUnet } from '../architecture/superset.ts'
import { unetLayers } from '../architecture/unet-layers.ts'
import type { Checkpoint } from '../checkpoint.ts'
import type { ClipConfig } from '../configs/clip-config.ts'
import { shortClipPath } from '../names/clip-names.ts'
import { ldmUnetModules } from '../names/ldm-unet.ts'
import type { LoraComponent } from './lora-file.ts'

/** A module of a model that a LoRA may change. */
export interface TargetModule {
  readonly component: LoraComponent
  /** Canonical path. */
  readonly path: string
}

/** Module as a LoRA file may spell it -> the module. */
export type ModuleAliases = ReadonlyMap<string, TargetModule>

/** The modules of a model's networks. */
interface TargetModules {
  readonly paths: Readonly<Record<LoraComponent, readonly string[]>>
  /** Decides how sgm's names number the UNet's blocks. */
  readonly layersPerBlock: number
}

/** Layers per block in every published SD 1.5 and SDXL UNet. */
const PUBLISHED_LAYERS_PER_BLOCK = 2

/** The deepest published networks: 4 levels in SD 1.5, 10 transformer blocks in SDXL, 32 layers in its second text encoder. */
const DEEPEST = { levels: 4, depth: 10, textLayers: 32 }

function clipSuperset(projectionWidth: number | null): ClipConfig {
  const one = { vocabularySize: 1, positions: 1, width: 1, heads: 1, intermediateWidth: 1, normEps: 1e-5 }
  return { ...one, layers: DEEPEST.textLayers, activation: 'gelu', projectionWidth }
}

/** All modules that an SD 1.5 or SDXL model may have, for a LoRA that is looked at without its model. */
export function plausibleModules(): TargetModules {
  const unet = supersetUnet(DEEPEST.levels, PUBLISHED_LAYERS_PER_BLOCK, DEEPEST.depth)
  return {
    paths: {
      unet: unetLayers(unet).map(({ path }) => path),
      textEncoder: clipLayers(clipSuperset(null)).map(({ path }) => path),
      textEncoder2: clipLayers(clipSuperset(1)).map(({ path }) => path),
    },
    layersPerBlock: PUBLISHED_LAYERS_PER_BLOCK,
  }
}

/** The modules that a model has. */
export function modulesOf({ components }: Checkpoint): TargetModules {
  const paths = (component: LoraComponent): string[] => {
    const names = [...(components[component]?.weights.keys() ?? [])]
    return [...new Set(names.map((name) => name.slice(0, name.lastIndexOf('.'))))]
  }
  return {
    paths: { unet: paths('unet'), textEncoder: paths('textEncoder'), textEncoder2: paths('textEncoder2') },
    layersPerBlock: components.unet?.config.layersPerBlock ?? PUBLISHED_LAYERS_PER_BLOCK,
  }
}

function underscored(path: string): string {
  return path.replaceAll('.', '_')
}

function unetAliases(path: string, layersPerBlock: number): string[] {
  const sgm = ldmUnetModules(path, layersPerBlock)
  const [, attention, projection] = /^(.+\.attn[12])\.(to_[qkv]|to_out)(?:\.0)?$/.exec(path) ?? []
  const processor =
    attention === undefined ? [] : [`${attention}.processor.${projection}`, `${attention}.${projection}`]
  return [
    ...[path, ...processor].flatMap((name) => [name, `unet.${name}`]),
    `lora_unet_${underscored(path)}`,
    ...sgm.flatMap((name) => [
      `lora_unet_${underscored(name)}`,
      `diffusion_model.${name}`,
      `model.diffusion_model.${name}`,
    ]),
  ]
}

const TEXT_PREFIXES = {
  textEncoder: { flat: ['lora_te_', 'lora_te1_'], dotted: ['text_encoder.', ''] },
  textEncoder2: { flat: ['lora_te2_'], dotted: ['text_encoder_2.'] },
} as const

/** What diffusers' old attention processors call CLIP's projections. */
function oldProjection(path: string): string {
  return path.replace(/(?<=\.self_attn\.)([qkv]|out)_proj$/, 'to_$1')
}

function textAliases(path: string, component: 'textEncoder' | 'textEncoder2'): string[] {
  const { flat, dotted } = TEXT_PREFIXES[component]
  const paths = [...new Set([path, shortClipPath(path)])]
  return [
    ...flat.flatMap((prefix) => paths.map((name) => `${prefix}${underscored(name)}`)),
    ...dotted.flatMap((prefix) => paths.flatMap((name) => [`${prefix}${name}`, `${prefix}${oldProjection(name)}`])),
  ]
}

/**
 * Every spelling under which LoRA files name the modules. A name with underscores cannot be turned back into a path by
 * rule, so the dictionary is made from the paths.
 */
export function moduleAliases({ paths, layersPerBlock }: TargetModules): ModuleAliases {
  const aliases = new Map<string, TargetModule>()
  const add = (component: LoraComponent, path: string, spellings: readonly string[]): void => {
    for (const spelling of spellings) if (!aliases.has(spelling)) aliases.set(spelling, { component, path })
  }
  for (const path of paths.unet) add('unet', path, unetAliases(path, layersPerBlock))
  for (const path of paths.textEncoder) add('textEncoder', path, textAliases(path, 'textEncoder'))
  for (const path of paths.textEncoder2) add('textEncoder2', path, textAliases(path, 'textEncoder2'))
  return aliases
}
