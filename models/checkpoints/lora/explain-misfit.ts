import { sentence } from '../../sentences/catalogue.ts'
import type { Sentence } from '../../sentences/sentence.ts'
import { FAMILY_NAMES, type Checkpoint } from '../checkpoint.ts'
import type { WeightRef } from '../weights.ts'
import type { LokrFactor, LoraDelta } from './lora-delta.ts'
import type { LoraComponent, LoraFile } from './lora-file.ts'

function elements(ref: WeightRef): number {
  return ref.shape.reduce((product, size) => product * size, 1)
}

/** Elements of `a @ b`, or of the kernel that a Tucker core and both matrices make. */
function productElements(a: WeightRef, b: WeightRef, core: WeightRef | null): number {
  const rank = b.shape[0] ?? 1
  const outer = (elements(a) / (core?.shape[0] ?? rank)) * (elements(b) / rank)
  return core === null ? outer : (outer * elements(core)) / ((core.shape[0] ?? 1) * (core.shape[1] ?? 1))
}

function factorElements(factor: LokrFactor): number {
  return 'whole' in factor ? elements(factor.whole) : productElements(factor.a, factor.b, factor.tucker)
}

/** Elements of the weight that a delta was made for. */
function deltaElements(delta: LoraDelta): number {
  switch (delta.kind) {
    case 'lora':
      return productElements(delta.up, delta.down, delta.mid)
    case 'loha':
      return productElements(delta.w1a, delta.w1b, delta.t1)
    case 'lokr':
      return factorElements(delta.w1) * factorElements(delta.w2)
    case 'diff':
      return elements(delta.delta)
  }
}

/** A linear layer and a 1x1 convolution of the same weights are as good as each other, so sizes of 1 do not count. */
function fits(delta: LoraDelta, weight: WeightRef): boolean {
  if (deltaElements(delta) !== elements(weight)) return false
  const out = weight.transposed ? weight.shape.at(-1) : weight.shape[0]
  return delta.kind !== 'lora' || delta.up.shape[0] === out
}

function hasMisfit({ deltas }: LoraFile, { components }: Checkpoint): boolean {
  return (Object.keys(deltas) as LoraComponent[]).some((component) =>
    [...deltas[component]].some(([name, delta]) => {
      const weight = components[component]?.weights.get(name)
      return weight === undefined || !fits(delta, weight)
    }),
  )
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/**
 * Why a LoRA that was read for this model cannot be used with it, null where it can. Keys
 * that match nothing (`unmapped`) are no reason as long as others match and the families agree.
 */
export function explainMisfit(lora: LoraFile, checkpoint: Checkpoint): Sentence | null {
  const matched = Object.values(lora.deltas).some((deltas) => deltas.size > 0)
  const otherFamily = lora.family !== null && checkpoint.family !== null && lora.family !== checkpoint.family
  const misfit = !matched || hasMisfit(lora, checkpoint) || (otherFamily && lora.unmapped.length > 0)
  if (!misfit) return null
  const model = checkpoint.family === null ? '' : FAMILY_NAMES[checkpoint.family]
  const file = fileName(lora.path)
  if (otherFamily && lora.family !== null)
    return sentence('lora.wrong-family', { file, family: FAMILY_NAMES[lora.family], model })
  if (!matched) return sentence('lora.no-effect', { file, model, tensors: lora.keyCount })
  return sentence('lora.wrong-sizes', { file, model })
}
