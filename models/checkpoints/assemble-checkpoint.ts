import { clipLayers } from './architecture/clip-layers.ts'
import type { Layer } from './architecture/layer.ts'
import { tinyVaeLayers } from './architecture/tiny-vae-layers.ts'
import { unetLayers } from './architecture/unet-layers.ts'
import { vaeLayers } from './architecture/vae-layers.ts'
import type { Component, Components } from './checkpoint.ts'
import type { NamedTensors } from './component-parts.ts'
import type { ClipConfig } from './configs/clip-config.ts'
import type { TinyVaeConfig } from './configs/tiny-vae-config.ts'
import type { UnetConfig } from './configs/unet-config.ts'
import type { VaeConfig } from './configs/vae-config.ts'
import { fitWeights } from './fit-weights.ts'
import { DTYPE_BYTES, type ComponentName, type Dtype, type Weights } from './weights.ts'

/** The config of each network. */
interface Configs {
  readonly unet: UnetConfig
  readonly textEncoder: ClipConfig
  readonly textEncoder2: ClipConfig
  readonly vae: VaeConfig
  readonly tinyVae: TinyVaeConfig
}

/** Where each network's config comes from, given its tensors. */
export type ConfigSources = { readonly [Name in ComponentName]: (tensors: NamedTensors) => Configs[Name] }

const LAYERS: { readonly [Name in ComponentName]: (config: Configs[Name]) => Layer[] } = {
  unet: unetLayers,
  textEncoder: clipLayers,
  textEncoder2: clipLayers,
  vae: vaeLayers,
  tinyVae: tinyVaeLayers,
}

/**
 * The networks of a model from their tensors and configs, checked to be complete. `unused` are keys of tensors that no
 * network asks for.
 * @throws CheckpointError where a network is incomplete or of a kind that is not supported.
 */
export function assembleComponents(
  parts: ReadonlyMap<ComponentName, NamedTensors>,
  sources: ConfigSources,
): { components: Components; unused: string[] } {
  const unused: string[] = []
  const assemble = <Name extends ComponentName>(name: Name): Partial<Record<Name, Component<Configs[Name]>>> => {
    const tensors = parts.get(name)
    if (tensors === undefined) return {}
    const config = sources[name](tensors)
    const fitted = fitWeights(tensors, LAYERS[name](config), name)
    unused.push(...fitted.unused)
    return { [name]: { config, weights: fitted.weights } } as Record<Name, Component<Configs[Name]>>
  }
  const components: Components = {
    ...assemble('unet'),
    ...assemble('textEncoder'),
    ...assemble('textEncoder2'),
    ...assemble('vae'),
    ...assemble('tinyVae'),
  }
  return { components, unused }
}

/** The shapes of named tensors, for inference of a config. */
export function shapesOf(tensors: NamedTensors): Map<string, { readonly shape: readonly number[] }> {
  return new Map(
    [...tensors].map(([name, { ref }]) => [name, { shape: ref.transposed ? ref.shape.toReversed() : ref.shape }]),
  )
}

function dtypesOf(weights: Weights): Dtype[] {
  const elements = new Map<Dtype, number>()
  for (const { dtype, length } of weights.values())
    elements.set(dtype, (elements.get(dtype) ?? 0) + length / DTYPE_BYTES[dtype])
  return [...elements].toSorted(([, a], [, b]) => b - a).map(([dtype]) => dtype)
}

/** The element types of every network that is there, the one with the most elements first. */
export function dtypesByComponent(components: Components): Partial<Record<ComponentName, readonly Dtype[]>> {
  const entries = Object.entries(components) as [ComponentName, Component<unknown>][]
  return Object.fromEntries(entries.map(([name, { weights }]) => [name, dtypesOf(weights)]))
}
