import { sentence } from '../../sentences/catalogue.ts'
import type { NetworkName } from '../../sentences/checkpoints.ts'
import { CheckpointError } from '../checkpoint-error.ts'

/** Tensor name -> shape: all that inference of a config looks at. */
export type Shapes = ReadonlyMap<string, { readonly shape: readonly number[] }>

/**
 * One size of a tensor.
 * @throws CheckpointError where the tensor is missing or has too few dimensions.
 */
export function sizeOf(shapes: Shapes, name: string, dimension: number): number {
  const size = shapes.get(name)?.shape[dimension]
  if (size === undefined) throw new CheckpointError(sentence('network.tensor-missing', { tensor: name }))
  return size
}

/** How many of `name(0)`, `name(1)`, … exist without a gap, at most `most`. */
export function countOf(shapes: Shapes, most: number, name: (index: number) => string): number {
  let count = 0
  while (count < most && shapes.has(name(count))) count++
  return count
}

/**
 * Checks the widths that a rule divides when nothing but shapes is known.
 * @throws CheckpointError where a width is not a multiple of `divisor`.
 */
export function requireMultiples(widths: readonly number[], divisor: number, network: NetworkName): void {
  const odd = widths.find((width) => width % divisor !== 0 || width === 0)
  if (odd !== undefined) throw new CheckpointError(sentence('network.width', { network, width: odd, divisor }))
}
