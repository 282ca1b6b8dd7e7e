import { buildClipText } from '../../models/graphs/clip-text.ts'
import { memoryNeeds, type MemoryNeeds } from '../../models/graphs/memory-needs.ts'
import { buildTinyVaeDecoder } from '../../models/graphs/tiny-vae.ts'
import { buildUnet } from '../../models/graphs/unet.ts'
import { buildVaeDecoder } from '../../models/graphs/vae-decoder.ts'
import type { NetworkName } from '../../models/sentences/checkpoints.ts'
import { CONTEXT_LENGTH } from '../../models/tokenizer/clip-tokenizer.ts'
import type { ModelComponent, OpenedModel } from '../catalog/opened-model.ts'
import { TILE_PIXELS } from './decide-tiling.ts'

/** All Stable Diffusion autoencoders reduce eightfold. */
const PIXELS_PER_LATENT = 8
/** Models and sizes whose needs are remembered: building a UNet's graph takes longer than all else here. */
const MOST_REMEMBERED = 64

/** A picture's size in pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

export interface NamedNeeds extends MemoryNeeds {
  readonly part: NetworkName
}

/** What a model's networks take, in the order in which they are loaded. */
export interface NetworkNeeds {
  before(model: OpenedModel, size: PictureSize): NamedNeeds[]
  /** @param size of the whole picture, or of a tile */
  decoder(model: OpenedModel, size: PictureSize): NamedNeeds
}

/** The part of a picture that is decoded at once in tiles. */
export function tileOf({ width, height }: PictureSize): PictureSize {
  return { width: Math.min(width, TILE_PIXELS), height: Math.min(height, TILE_PIXELS) }
}

function latentSize({ width, height }: PictureSize) {
  return { batch: 1, width: width / PIXELS_PER_LATENT, height: height / PIXELS_PER_LATENT }
}

function textNeeds({ config, weights, loras }: ModelComponent<'textEncoder'>, pooled: boolean): MemoryNeeds {
  const hiddenStates = [config.layers]
  return memoryNeeds(buildClipText({ config, weights, loras, hiddenStates, finalNorm: !pooled, pooled }))
}

function unetNeeds({ unet }: OpenedModel, size: PictureSize): MemoryNeeds {
  const { config, weights, loras, adjustable } = unet
  const placement = adjustable ? ({ loraPlacement: 'adjustable' } as const) : {}
  return memoryNeeds(
    buildUnet({ config, weights, loras, ...placement, ...latentSize(size), contextLength: CONTEXT_LENGTH }),
  )
}

function decoderNeeds({ decoder: { kind, component } }: OpenedModel, size: PictureSize): MemoryNeeds {
  const { weights } = component
  const model =
    kind === 'full'
      ? buildVaeDecoder({ config: component.config, weights, ...latentSize(size) })
      : buildTinyVaeDecoder({ config: component.config, weights, ...latentSize(size) })
  return memoryNeeds(model)
}

/** Reads shapes of headers only, and remembers the latest answers. */
export function createNetworkNeeds(): NetworkNeeds {
  const known = new Map<string, MemoryNeeds>()
  const remember = (part: NetworkName, key: unknown, count: () => MemoryNeeds): NamedNeeds => {
    const name = JSON.stringify([part, key])
    const needs = known.get(name) ?? count()
    known.delete(name)
    known.set(name, needs)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_REMEMBERED) break
      known.delete(oldest)
    }
    return { part, ...needs }
  }
  return {
    before(model, size) {
      const { textEncoder, textEncoder2, unet } = model
      const second =
        textEncoder2 === null
          ? []
          : [remember('second text encoder', textEncoder2.key, () => textNeeds(textEncoder2, true))]
      return [
        remember('text encoder', textEncoder.key, () => textNeeds(textEncoder, false)),
        ...second,
        remember('UNet', [unet.key, size.width, size.height], () => unetNeeds(model, size)),
      ]
    },
    decoder(model, size) {
      const { kind, component } = model.decoder
      const part = kind === 'full' ? 'VAE' : 'tiny VAE'
      return remember(part, [component.key, size.width, size.height], () => decoderNeeds(model, size))
    },
  }
}
