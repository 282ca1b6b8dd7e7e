import { buildTinyVaeEncoder } from '../../../models/graphs/tiny-vae.ts'
import { buildVaeEncoder } from '../../../models/graphs/vae-encoder.ts'
import { sampleLatent, toPlanes } from '../../../models/samplers/image-start.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { ModelDecoder, OpenedModel } from '../../catalog/opened-model.ts'
import type { DeviceSpec } from '../protocol.ts'
import type { EngineContext } from './context.ts'
import { RequestError } from './request-error.ts'

export interface PictureToEncode {
  /** RGB, row by row. */
  readonly pixels: Uint8Array
  /** In pixels. */
  readonly height: number
  readonly width: number
}

const PIXELS_PER_LATENT = 8

function buildEncoder(autoencoder: ModelDecoder, height: number, width: number) {
  const { weights } = autoencoder.component
  return autoencoder.kind === 'full'
    ? buildVaeEncoder({ config: autoencoder.component.config, weights, batch: 1, height, width })
    : buildTinyVaeEncoder({ config: autoencoder.component.config, weights, batch: 1, height, width })
}

/**
 * A picture's latents, as often as `drawNoise` is called on what this returns: the full autoencoder's are drawn from a
 * distribution, a tiny one's are not.
 * @throws RequestError where a tiny autoencoder can only decode.
 */
export async function encodePicture(
  engine: EngineContext,
  model: OpenedModel,
  device: DeviceSpec,
  picture: PictureToEncode,
): Promise<(drawNoise: () => Float32Array) => Float32Array> {
  const { decoder: autoencoder } = model
  const [height, width] = [picture.height / PIXELS_PER_LATENT, picture.width / PIXELS_PER_LATENT]
  if (autoencoder.kind === 'tiny' && !autoencoder.component.weights.has('encoder.layers.0.weight')) {
    throw new RequestError('input', sentence('run.decoder-only'))
  }
  const { session } = await engine.sessions.get({
    key: JSON.stringify(['encoder', autoencoder.kind, autoencoder.component.key, device, height, width]),
    component: 'VAE encoder',
    device,
    build: () => buildEncoder(autoencoder, height, width),
  })
  const planes = toPlanes(picture.pixels, picture.height, picture.width)
  const image = engine.runtime.tensor('float32', planes, [1, 3, picture.height, picture.width])
  const outputs = await session.run({ image })
  const values = outputs['moments']?.data ?? outputs['latent']?.data
  if (!(values instanceof Float32Array)) throw new TypeError('the VAE returned something other than float32')
  if (autoencoder.kind === 'tiny') return () => values
  const { scalingFactor } = autoencoder.component.config
  return (drawNoise) => sampleLatent(values, drawNoise(), scalingFactor)
}
