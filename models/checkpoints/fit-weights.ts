import { sentence } from '../sentences/catalogue.ts'
import type { NetworkName } from '../sentences/checkpoints.ts'
import { tensorShapes, type Layer } from './architecture/layer.ts'
import { CheckpointError } from './checkpoint-error.ts'
import type { NamedTensors } from './component-parts.ts'
import type { ComponentName, Dtype, WeightRef, Weights } from './weights.ts'

const NETWORK_NAMES: Readonly<Record<ComponentName, NetworkName>> = {
  unet: 'UNet',
  textEncoder: 'text encoder',
  textEncoder2: 'second text encoder',
  vae: 'VAE',
  tinyVae: 'tiny VAE',
}

const USABLE: ReadonlySet<Dtype> = new Set<Dtype>(['F32', 'F16', 'BF16'])

/** @throws CheckpointError where weights are not plain floating-point numbers. */
export function requireUsableDtype(dtype: Dtype, network: NetworkName): void {
  if (USABLE.has(dtype)) return
  throw new CheckpointError(sentence('checkpoint.weights-format', { network, format: dtype }))
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, dimension) => size === b[dimension])
}

/** The tensor in the shape that the network has; trailing sizes of 1 (a 1x1 convolution for a linear layer) do not count. */
function fit(ref: WeightRef, shape: readonly number[]): WeightRef | null {
  const named = ref.transposed ? ref.shape.toReversed() : ref.shape
  if (sameShape(named, shape)) return ref
  const [short, long] = named.length < shape.length ? [named, shape] : [shape, named]
  const padded = [...short, ...long.slice(short.length).map(() => 1)]
  return !ref.transposed && sameShape(padded, long) ? { ...ref, shape } : null
}

/** Layers that would change what a network computes: leaving them out would make other pictures, not an error. */
const COMPUTING =
  /^(down_blocks|mid_block|up_blocks)\..+\.(conv\d?|conv_shortcut|proj_in|proj_out|to_[qkv]|to_out\.0|ff\.net\.[02](\.proj)?)\.weight$|^time_embed(ding)?\.cond_proj\.weight$/

/**
 * The tensors of one network as its layers need them; keys of tensors that no layer asks for are `unused`.
 * @throws CheckpointError where a tensor is missing, has another shape, is stored in an unusable number format, or is the
 * weight of a layer that the network ought not to have.
 */
export function fitWeights(
  tensors: NamedTensors,
  layers: readonly Layer[],
  component: ComponentName,
): { weights: Weights; unused: string[] } {
  const network = NETWORK_NAMES[component]
  const shapes = tensorShapes(layers)
  const [missing, ...others] = [...shapes.keys()].filter((name) => !tensors.has(name))
  if (missing !== undefined)
    throw new CheckpointError(sentence('network.incomplete', { network, tensor: missing, others: others.length }))
  const weights = new Map<string, WeightRef>()
  const unused = new Set<string>()
  for (const [name, { key, ref }] of tensors) {
    const shape = shapes.get(name)
    if (shape === undefined) {
      if (COMPUTING.test(name)) throw new CheckpointError(sentence('network.extra-layer', { network, tensor: key }))
      unused.add(key)
      continue
    }
    requireUsableDtype(ref.dtype, network)
    const fitted = fit(ref, shape)
    if (fitted === null)
      throw new CheckpointError(
        sentence('network.misfit', { network, tensor: key, shape: ref.shape.join(', '), needed: shape.join(', ') }),
      )
    weights.set(name, fitted)
  }
  return { weights, unused: [...unused] }
}
