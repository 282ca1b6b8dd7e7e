import type { Family } from '../checkpoint.ts'
import type { Dtype } from '../weights.ts'
import type { LoraDeltas } from './lora-delta.ts'

/** The networks a LoRA can change. */
export type LoraComponent = 'unet' | 'textEncoder' | 'textEncoder2'

/** A LoRA as its file describes it. */
export interface LoraFile {
  /** The file's path, as the caller named it. */
  readonly path: string
  /** Null where neither keys nor shapes tell. */
  readonly family: Family | null
  /** How its keys are written and what it holds, such as `kohya`, `peft`, `dora`; in order of first appearance. */
  readonly formats: readonly string[]
  /** The ranks that occur, ascending. */
  readonly ranks: readonly number[]
  /** The alphas that occur (from tensors or metadata), ascending; empty where the file states none. */
  readonly alphas: readonly number[]
  readonly dtypes: readonly Dtype[]
  /** Per network, by parameter name. */
  readonly deltas: Readonly<Record<LoraComponent, LoraDeltas>>
  /** Tensors in the file. */
  readonly keyCount: number
  /** Keys that match no module of the target, or that no known format explains. */
  readonly unmapped: readonly string[]
  /** The file's own metadata, as it stands. */
  readonly metadata: ReadonlyMap<string, string>
  /** Words that the metadata names as the trigger, in its order. */
  readonly triggerWords: readonly string[]
}
