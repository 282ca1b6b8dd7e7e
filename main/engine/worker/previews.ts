import {
  brightnessColors,
  paintLatent,
  publishedColors,
  type LatentColors,
} from '../../../models/samplers/latent-colors.ts'
import { createColorLearner, type ColorLearner } from '../../../models/samplers/learn-colors.ts'
import type { ModelDecoder, OpenedModel } from '../../catalog/opened-model.ts'
import type { DeviceSpec } from '../protocol.ts'
import type { EngineContext } from './context.ts'
import { decodeLatent, latentOf, type DecodedPicture } from './decoding.ts'
import type { LatentBatch } from './denoising.ts'
import type { RecentStore } from './recent-store.ts'
import { RequestError } from './request-error.ts'

/** What the engine has learnt of autoencoders whose colours are not known, by their keys. */
export type ColorMemory = RecentStore<ColorLearner>

export interface PreviewMaker {
  readonly engine: EngineContext
  readonly model: OpenedModel
  readonly device: DeviceSpec
  readonly memory: ColorMemory
}

/** Published autoencoders' colours are known; others are learnt from the pictures they decode. */
function colorsOf(model: OpenedModel, memory: ColorMemory): LatentColors | null {
  if (model.decoder.kind === 'tiny') return null
  const { config, key } = model.decoder.component
  const published = publishedColors(model.family, config.blockChannels)
  if (published !== null) return published
  const learner = memory.find(key) ?? createColorLearner(config.latentChannels)
  memory.put(key, learner)
  return learner.colors()
}

async function decodeTiny(
  { engine, model, device }: PreviewMaker,
  batch: LatentBatch,
  decoder: ModelDecoder,
): Promise<DecodedPicture | null> {
  try {
    return await decodeLatent(engine, model, device, { batch, picture: 0, decoder })
  } catch (error) {
    // Without numbers there is no preview; the run itself will say so if that stays.
    if (error instanceof RequestError) return null
    throw error
  }
}

/**
 * What the first picture of a batch looks like: decoded where there is a tiny autoencoder, else one pixel per latent.
 * @returns null where there is nothing to show
 */
export async function makePreview(maker: PreviewMaker, batch: LatentBatch): Promise<DecodedPicture | null> {
  const { model, memory } = maker
  const tiny = model.decoder.kind === 'tiny' ? model.decoder : model.previewDecoder
  if (tiny !== null) return decodeTiny(maker, batch, tiny)
  const latent = latentOf(batch, 0)
  const pixels = paintLatent(latent, colorsOf(model, memory) ?? brightnessColors(latent, batch.channels))
  return pixels === null ? null : { pixels, width: batch.width, height: batch.height }
}

/** Learns from a decoded picture of a batch, where previews with this autoencoder need it. */
export function learnColors(
  model: OpenedModel,
  memory: ColorMemory,
  decoded: { readonly batch: LatentBatch; readonly picture: number; readonly result: DecodedPicture },
): void {
  const { batch, picture, result } = decoded
  const { height, width } = batch
  const latent = latentOf(batch, picture)
  memory
    .find(model.decoder.component.key)
    ?.add({ latent, height, width, pixels: result.pixels, scale: result.width / width })
}
