import type { WeightRef } from '../weights.ts'

/** DoRA's learned norms: one per input column or one per output row of the weight they belong to. */
export interface DoraMagnitude {
  readonly magnitude: WeightRef
  readonly axis: 'input' | 'output'
}

/** Strength 1 adds `scale * up @ down` (arXiv 2106.09685); with `mid` (LoCon's CP form) the kernel sits between them. */
interface LowRankDelta {
  readonly kind: 'lora'
  /** [rank, in, ...kernel]; [rank, in, 1, 1] with `mid`. */
  readonly down: WeightRef
  /** [out, rank, ...1]. */
  readonly up: WeightRef
  /** [rank, rank, ...kernel]. */
  readonly mid: WeightRef | null
  /** alpha / rank. */
  readonly scale: number
  readonly dora: DoraMagnitude | null
}

/** Strength 1 adds `scale * (w1a @ w1b) * (w2a @ w2b)`, elementwise (LoHa, arXiv 2108.06098); `t1` and `t2` are Tucker cores. */
interface HadamardDelta {
  readonly kind: 'loha'
  readonly w1a: WeightRef
  readonly w1b: WeightRef
  readonly w2a: WeightRef
  readonly w2b: WeightRef
  readonly t1: WeightRef | null
  readonly t2: WeightRef | null
  /** alpha / rank. */
  readonly scale: number
  readonly dora: DoraMagnitude | null
}

/** One factor of a Kronecker product: stored whole, or as `a @ b`, or as a Tucker core with `a` and `b`. */
export type LokrFactor =
  { readonly whole: WeightRef } | { readonly a: WeightRef; readonly b: WeightRef; readonly tucker: WeightRef | null }

/** Strength 1 adds `scale * kron(w1, w2)` (LoKr, arXiv 2309.14859). */
interface KroneckerDelta {
  readonly kind: 'lokr'
  readonly w1: LokrFactor
  readonly w2: LokrFactor
  /** alpha / rank where a factor is stored in two parts, else 1. */
  readonly scale: number
  readonly dora: DoraMagnitude | null
}

/** Strength 1 adds the tensor itself. */
interface FullDelta {
  readonly kind: 'diff'
  readonly delta: WeightRef
}

/** What a LoRA file does to one parameter, as references into the file. */
export type LoraDelta = LowRankDelta | HadamardDelta | KroneckerDelta | FullDelta

/** Deltas by parameter name, such as `down_blocks.0.attentions.0.proj_in.weight`. */
export type LoraDeltas = ReadonlyMap<string, LoraDelta>
