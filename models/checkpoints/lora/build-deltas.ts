import { sentence } from '../../sentences/catalogue.ts'
import { damagedFile, type CheckpointError } from '../checkpoint-error.ts'
import { requireUsableDtype } from '../fit-weights.ts'
import type { WeightRef } from '../weights.ts'
import type { DoraMagnitude, LokrFactor, LoraDelta } from './lora-delta.ts'
import type { LoraRole } from './lora-keys.ts'

/** What a LoRA file holds for one module. */
interface ModuleTensors {
  /** The module's canonical path. */
  readonly path: string
  readonly tensors: ReadonlyMap<LoraRole, WeightRef>
  /** alpha / rank for a rank. */
  readonly scale: (rank: number) => number
}

/** The changes to a module's parameters, and what was left over because it belongs to no known kind of change. */
interface ModuleDeltas {
  readonly deltas: readonly (readonly [string, LoraDelta])[]
  readonly ranks: readonly number[]
  readonly leftOver: readonly LoraRole[]
}

interface Built {
  readonly delta: LoraDelta
  readonly rank: number | null
  readonly used: readonly LoraRole[]
}

function damaged(path: string): CheckpointError {
  return damagedFile(sentence('damage.lora-parts', { module: path }))
}

/** The rank, which the first size of `ref` states. */
function rankOf(ref: WeightRef, path: string): number {
  const [rank = 0] = ref.shape
  if (ref.shape.length < 2 || rank === 0) throw damaged(path)
  return rank
}

/** The norms run along the input for [1, in, ...] and along the output for [out, 1, ...] and PEFT's [out]. */
function doraOf({ tensors }: ModuleTensors): DoraMagnitude | null {
  const magnitude = tensors.get('magnitude')
  if (magnitude === undefined) return null
  const [rows = 1, columns = 1] = magnitude.shape
  return { magnitude, axis: rows === 1 && columns > 1 ? 'input' : 'output' }
}

function lowRank(module: ModuleTensors): Built | null {
  const { tensors, path } = module
  const down = tensors.get('down')
  const up = tensors.get('up')
  const mid = tensors.get('mid') ?? null
  if (down === undefined || up === undefined) return null
  const rank = rankOf(down, path)
  if (up.shape[1] !== rank || (mid !== null && (mid.shape[0] !== rank || mid.shape[1] !== rank))) throw damaged(path)
  return {
    delta: { kind: 'lora', down, up, mid, scale: module.scale(rank), dora: doraOf(module) },
    rank,
    used: ['down', 'up', 'mid', 'alpha', 'magnitude'],
  }
}

function hadamard(module: ModuleTensors): Built | null {
  const { tensors, path } = module
  const [w1a, w1b, w2a, w2b] = (['hadaW1a', 'hadaW1b', 'hadaW2a', 'hadaW2b'] as const).map((role) => tensors.get(role))
  if (w1a === undefined || w1b === undefined || w2a === undefined || w2b === undefined) return null
  const t1 = tensors.get('hadaT1') ?? null
  const t2 = tensors.get('hadaT2') ?? null
  const rank = rankOf(w1b, path)
  if (!sharesRank(w1a, w1b, t1) || !sharesRank(w2a, w2b, t2)) throw damaged(path)
  return {
    delta: { kind: 'loha', w1a, w1b, w2a, w2b, t1, t2, scale: module.scale(rank), dora: doraOf(module) },
    rank,
    used: ['hadaW1a', 'hadaW1b', 'hadaW2a', 'hadaW2b', 'hadaT1', 'hadaT2', 'alpha', 'magnitude'],
  }
}

/** LyCORIS keeps `a` as [out, rank], and as [rank, out] beside a Tucker core. */
function sharesRank(a: WeightRef, b: WeightRef, core: WeightRef | null): boolean {
  if (core === null) return a.shape[1] === b.shape[0]
  return core.shape.length > 2 && core.shape[0] === a.shape[0] && core.shape[1] === b.shape[0]
}

function factor(
  [whole, a, b, tucker]: readonly (WeightRef | undefined)[],
  path: string,
): { factor: LokrFactor; rank: number | null } | null {
  if (whole !== undefined) return { factor: { whole }, rank: null }
  if (a === undefined || b === undefined) return null
  if (!sharesRank(a, b, tucker ?? null)) throw damaged(path)
  return { factor: { a, b, tucker: tucker ?? null }, rank: rankOf(b, path) }
}

function kronecker(module: ModuleTensors): Built | null {
  const { tensors, path } = module
  const pick = (...roles: LoraRole[]): (WeightRef | undefined)[] => roles.map((role) => tensors.get(role))
  const w1 = factor(pick('lokrW1', 'lokrW1a', 'lokrW1b'), path)
  const w2 = factor(pick('lokrW2', 'lokrW2a', 'lokrW2b', 'lokrT2'), path)
  if (w1 === null || w2 === null) return null
  const rank = w2.rank ?? w1.rank
  const scale = rank === null ? 1 : module.scale(rank)
  return {
    delta: { kind: 'lokr', w1: w1.factor, w2: w2.factor, scale, dora: doraOf(module) },
    rank,
    used: ['lokrW1', 'lokrW1a', 'lokrW1b', 'lokrW2', 'lokrW2a', 'lokrW2b', 'lokrT2', 'alpha', 'magnitude'],
  }
}

function full(module: ModuleTensors): Built | null {
  const delta = module.tensors.get('diff')
  return delta === undefined ? null : { delta: { kind: 'diff', delta }, rank: null, used: ['diff'] }
}

/**
 * The changes that a LoRA file's tensors for one module amount to. One change per parameter: a second kind for the same
 * weight is left over.
 * @throws CheckpointError where sizes contradict each other or the number format cannot be used.
 */
export function buildDeltas(module: ModuleTensors): ModuleDeltas {
  for (const [role, { dtype }] of module.tensors) if (role !== 'alpha') requireUsableDtype(dtype, 'LoRA')
  const built = lowRank(module) ?? hadamard(module) ?? kronecker(module) ?? full(module)
  const biasDelta = module.tensors.get('biasDiff')
  const deltas: (readonly [string, LoraDelta])[] = []
  if (built !== null) deltas.push([`${module.path}.weight`, built.delta])
  if (biasDelta !== undefined) deltas.push([`${module.path}.bias`, { kind: 'diff', delta: biasDelta }])
  const used = new Set<LoraRole>([...(built?.used ?? []), 'biasDiff'])
  return {
    deltas,
    ranks: built === null || built.rank === null ? [] : [built.rank],
    leftOver: [...module.tensors.keys()].filter((role) => !used.has(role)),
  }
}
