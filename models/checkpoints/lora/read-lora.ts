import { sentence } from '../../sentences/catalogue.ts'
import { CheckpointError, damagedFile } from '../checkpoint-error.ts'
import type { Checkpoint } from '../checkpoint.ts'
import type { SafetensorsHeader } from '../safetensors-header.ts'
import type { TensorInfo, WeightRef } from '../weights.ts'
import { adapterAlpha, adapterSettings } from './adapter-metadata.ts'
import { buildDeltas } from './build-deltas.ts'
import type { LoraDelta } from './lora-delta.ts'
import { loraFamily, refuseForeignLora } from './lora-family.ts'
import type { LoraComponent, LoraFile } from './lora-file.ts'
import { holdsLora, parseLoraKey, type LoraRole } from './lora-keys.ts'
import { moduleAliases, modulesOf, plausibleModules, type ModuleAliases, type TargetModule } from './module-aliases.ts'
import { readTriggerWords } from './trigger-words.ts'

/** A file to be read as a LoRA. */
export interface LoraSource {
  readonly path: string
  readonly header: SafetensorsHeader
  /** The value of a tensor of one element (an alpha), read from the file. */
  readonly readScalar: (tensor: TensorInfo) => number
  /** The model that the LoRA is to change; without it, keys are matched against all modules such a model may have. */
  readonly target?: Checkpoint | undefined
}

/** The tensors for one module of the target, with their keys. */
interface Group extends TargetModule {
  readonly tensors: Map<LoraRole, WeightRef>
  readonly keys: Map<LoraRole, string>
}

interface Grouping {
  readonly groups: Iterable<Group>
  readonly formats: ReadonlySet<string>
  readonly unmapped: readonly string[]
}

const SGM_KEY = /^lora_unet_(input_blocks|middle_block|output_blocks|time_embed_|label_emb|out_)/

function groupByModule({ header, path }: LoraSource, aliases: ModuleAliases): Grouping {
  const groups = new Map<string, Group>()
  const formats = new Set<string>()
  const unmapped: string[] = []
  for (const [key, tensor] of header.tensors) {
    const parsed = parseLoraKey(key)
    if (parsed?.format) formats.add(parsed.format === 'kohya' && SGM_KEY.test(key) ? 'kohya-sgm' : parsed.format)
    const target = parsed === null ? undefined : aliases.get(parsed.module)
    if (parsed === null || target === undefined) {
      unmapped.push(key)
      continue
    }
    const id = `${target.component} ${target.path}`
    const group = groups.get(id) ?? { ...target, tensors: new Map(), keys: new Map() }
    groups.set(id, group)
    if (group.keys.has(parsed.role)) {
      unmapped.push(key)
      continue
    }
    group.tensors.set(parsed.role, { ...tensor, file: path, transposed: false })
    group.keys.set(parsed.role, key)
  }
  return { groups: groups.values(), formats, unmapped }
}

function readAlpha(tensor: WeightRef, key: string, readScalar: LoraSource['readScalar']): number {
  if (tensor.shape.some((size) => size !== 1)) throw damagedFile(sentence('damage.not-one-number', { tensor: key }))
  const alpha = readScalar(tensor)
  if (!Number.isFinite(alpha)) throw damagedFile(sentence('damage.not-a-number', { tensor: key }))
  return alpha
}

/** A module's alpha over a rank: from its own tensor, else from the metadata, else 1. */
function scaleReader(source: LoraSource, alphas: Set<number>): (group: Group) => (rank: number) => number {
  const settings = new Map(
    (['unet', 'textEncoder', 'textEncoder2'] as const).map((name) => [
      name,
      adapterSettings(source.header.metadata, name),
    ]),
  )
  return ({ component, path, tensors, keys }) =>
    (rank) => {
      const own = tensors.get('alpha')
      const adapter = settings.get(component) ?? null
      if (own === undefined && adapter === null) return 1
      const alpha =
        own === undefined && adapter !== null
          ? adapterAlpha(adapter, path)
          : readAlpha(own as WeightRef, keys.get('alpha') ?? path, source.readScalar)
      alphas.add(alpha)
      return alpha / (own === undefined && adapter?.stabilised === true ? Math.sqrt(rank) : rank)
    }
}

let allAliases: ModuleAliases | null = null

/** Made once: there are thousands, and folders hold hundreds of LoRAs. */
function aliasesOfAll(): ModuleAliases {
  return (allAliases ??= moduleAliases(plausibleModules()))
}

/**
 * What a LoRA file does to a model: kohya (diffusers' or sgm's block names), PEFT and diffusers' older formats, LoHa,
 * LoKr, DoRA and full differences. Tensors are referred to, not read, but for the alphas.
 * @throws CheckpointError where the file is no LoRA, is one for another kind of model, or is damaged.
 */
export function readLora(source: LoraSource): LoraFile {
  const { header, target, path } = source
  const keys = [...header.tensors.keys()]
  if (!holdsLora(keys)) throw new CheckpointError(sentence('lora.none'))
  refuseForeignLora(keys)
  const aliases = target === undefined ? aliasesOfAll() : moduleAliases(modulesOf(target))
  const { groups, formats, unmapped } = groupByModule(source, aliases)
  const deltas: Record<LoraComponent, Map<string, LoraDelta>> = {
    unet: new Map(),
    textEncoder: new Map(),
    textEncoder2: new Map(),
  }
  const leftOver: string[] = []
  const ranks = new Set<number>()
  const alphas = new Set<number>()
  const scaleOf = scaleReader(source, alphas)
  for (const group of groups) {
    const built = buildDeltas({ path: group.path, tensors: group.tensors, scale: scaleOf(group) })
    for (const [name, delta] of built.deltas) deltas[group.component].set(name, delta)
    for (const rank of built.ranks) ranks.add(rank)
    for (const role of built.leftOver) leftOver.push(group.keys.get(role) ?? group.path)
  }
  return {
    path,
    family: loraFamily(header),
    formats: [...formats],
    ranks: [...ranks].toSorted((a, b) => a - b),
    alphas: [...alphas].toSorted((a, b) => a - b),
    dtypes: [...new Set([...header.tensors.values()].map(({ dtype }) => dtype))],
    deltas,
    keyCount: keys.length,
    unmapped: [...unmapped, ...leftOver],
    metadata: header.metadata,
    triggerWords: readTriggerWords(header.metadata),
  }
}
