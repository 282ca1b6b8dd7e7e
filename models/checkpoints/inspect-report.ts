import type { Checkpoint, Family, PredictionType } from './checkpoint.ts'
import type { LoraFile } from './lora/lora-file.ts'
import { DTYPE_BYTES, type ComponentName, type Dtype, type TensorInfo, type Weights } from './weights.ts'

/** What became of a file's keys. */
export interface KeyReport {
  readonly total: number
  readonly mapped: number
  /** Known extras that inference does not need. */
  readonly ignored: number
  readonly unmapped: readonly string[]
}

/** What a model is, as plain data. */
export interface CheckpointReport {
  readonly kind: 'checkpoint' | 'unet' | 'text-encoder' | 'vae' | 'tiny-vae'
  readonly family: Family | null
  readonly layout: Checkpoint['layout']
  readonly predictionType: PredictionType
  readonly components: readonly {
    readonly name: string
    readonly dtype: string
    readonly parameters: number
    readonly tensors: number
  }[]
  /** The element type of most weights, or several joined by `+`. */
  readonly dtype: string
  readonly keys: KeyReport
}

/** What a LoRA is, as plain data. */
export interface LoraReport {
  readonly kind: 'lora'
  readonly family: Family | null
  readonly format: string
  /** The networks that it changes; `parameters` are the weights and biases that change. */
  readonly components: readonly { readonly name: string; readonly parameters: number }[]
  readonly dtype: string
  /** The ranks that occur. */
  readonly rank: readonly number[]
  /** The alphas that occur; empty where the file states none. */
  readonly alpha: readonly number[]
  readonly triggerWords: readonly string[]
  readonly keys: KeyReport
}

const COMPONENT_KINDS: Readonly<Record<ComponentName, CheckpointReport['kind']>> = {
  unet: 'unet',
  textEncoder: 'text-encoder',
  textEncoder2: 'text-encoder',
  vae: 'vae',
  tinyVae: 'tiny-vae',
}

function elementCount({ length, dtype }: TensorInfo): number {
  return length / DTYPE_BYTES[dtype]
}

function joined(dtypes: readonly Dtype[]): string {
  return dtypes.join('+')
}

/** A checkpoint as `inspect` shows it. */
export function describeCheckpoint(checkpoint: Checkpoint): CheckpointReport {
  const { components, dtypes, keyCount, unmapped, ignored } = checkpoint
  const present = Object.entries(components) as [ComponentName, { readonly weights: Weights }][]
  const [only, ...others] = present
  return {
    kind: only !== undefined && others.length === 0 ? COMPONENT_KINDS[only[0]] : 'checkpoint',
    family: checkpoint.family,
    layout: checkpoint.layout,
    predictionType: checkpoint.predictionType,
    components: present.map(([name, { weights }]) => ({
      name,
      dtype: joined(dtypes[name] ?? []),
      parameters: [...weights.values()].reduce((sum, ref) => sum + elementCount(ref), 0),
      tensors: weights.size,
    })),
    dtype: joined([...new Set(present.flatMap(([name]) => dtypes[name] ?? []))]),
    keys: {
      total: keyCount,
      mapped: keyCount - unmapped.length - ignored.length,
      ignored: ignored.length,
      unmapped,
    },
  }
}

/** A LoRA as `inspect` shows it. */
export function describeLora(lora: LoraFile): LoraReport {
  return {
    kind: 'lora',
    family: lora.family,
    format: lora.formats.join(', '),
    components: Object.entries(lora.deltas)
      .filter(([, deltas]) => deltas.size > 0)
      .map(([name, deltas]) => ({ name, parameters: deltas.size })),
    dtype: joined(lora.dtypes),
    rank: lora.ranks,
    alpha: lora.alphas,
    triggerWords: lora.triggerWords,
    keys: { total: lora.keyCount, mapped: lora.keyCount - lora.unmapped.length, ignored: 0, unmapped: lora.unmapped },
  }
}
