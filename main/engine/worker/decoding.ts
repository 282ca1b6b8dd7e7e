import type { InferenceSession } from 'onnxruntime-node'
import { buildTinyVaeDecoder } from '../../../models/graphs/tiny-vae.ts'
import { buildVaeDecoder } from '../../../models/graphs/vae-decoder.ts'
import type { OnnxModel } from '../../../models/onnx/model.ts'
import { toPixels, unscaleLatents } from '../../../models/samplers/latent-image.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { ModelDecoder, OpenedModel } from '../../catalog/opened-model.ts'
import type { DeviceSpec } from '../protocol.ts'
import type { EngineContext } from './context.ts'
import type { LatentBatch } from './denoising.ts'
import { RequestError } from './request-error.ts'

export interface DecodedPicture {
  /** RGB, row by row. */
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly width: number
  readonly height: number
}

function buildDecoder(decoder: ModelDecoder, height: number, width: number): OnnxModel {
  const { weights } = decoder.component
  return decoder.kind === 'full'
    ? buildVaeDecoder({ config: decoder.component.config, weights, batch: 1, height, width })
    : buildTinyVaeDecoder({ config: decoder.component.config, weights, batch: 1, height, width })
}

/** The latents of one picture of a batch. */
export function latentOf(batch: LatentBatch, picture: number): Float32Array<ArrayBuffer> {
  const length = batch.channels * batch.height * batch.width
  if (picture >= batch.pictures) throw new RequestError('internal', sentence('run.no-such-picture'), String(picture))
  return Float32Array.from(batch.values.subarray(picture * length, (picture + 1) * length))
}

/** What decodes latents of a size, loaded now if it is not there. */
export async function decoderSession(
  engine: EngineContext,
  { decoder }: OpenedModel,
  device: DeviceSpec,
  { height, width }: Pick<LatentBatch, 'height' | 'width'>,
): Promise<InferenceSession> {
  const { session } = await engine.sessions.get({
    key: JSON.stringify([decoder.kind, decoder.component.key, device, height, width]),
    component: 'VAE',
    device,
    build: () => buildDecoder(decoder, height, width),
  })
  return session
}

/**
 * Decodes one picture of a batch.
 * @throws RequestError where the result is not a picture (values that are not numbers).
 */
export async function decodeLatent(
  engine: EngineContext,
  model: OpenedModel,
  device: DeviceSpec,
  request: { readonly batch: LatentBatch; readonly picture: number },
): Promise<DecodedPicture> {
  const { batch, picture } = request
  const { height, width, channels } = batch
  const { decoder } = model
  const session = await decoderSession(engine, model, device, batch)
  const latent = unscaleLatents(latentOf(batch, picture), decoder.component.config.scalingFactor)
  const outputs = await session.run({ latent: engine.runtime.tensor('float32', latent, [1, channels, height, width]) })
  const image = outputs['image']
  if (!(image?.data instanceof Float32Array)) throw new TypeError('the VAE returned something other than float32')
  const [, , imageHeight = 0, imageWidth = 0] = image.dims
  const pixels = toPixels(image.data, imageHeight, imageWidth)
  if (pixels === null) throw new RequestError('input', sentence('run.overflow'))
  return { pixels, width: imageWidth, height: imageHeight }
}
