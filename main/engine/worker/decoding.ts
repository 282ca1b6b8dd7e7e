import type { InferenceSession } from 'onnxruntime-node'
import { buildTinyVaeDecoder } from '../../../models/graphs/tiny-vae.ts'
import { buildVaeDecoder } from '../../../models/graphs/vae-decoder.ts'
import type { OnnxModel } from '../../../models/onnx/model.ts'
import { toPixels, unscaleLatents } from '../../../models/samplers/latent-image.ts'
import {
  cutLatents,
  DEFAULT_TILING,
  joinTiles,
  tilePlaces,
  type DecodedTile,
} from '../../../models/samplers/tiled-decode.ts'
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

async function openDecoder(
  engine: EngineContext,
  decoder: ModelDecoder,
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

/** What decodes latents of a size, or the first of their tiles, loaded now if it is not there. */
export async function prepareDecoder(
  engine: EngineContext,
  { decoder }: OpenedModel,
  device: DeviceSpec,
  { height, width, tiled }: Pick<LatentBatch, 'height' | 'width'> & { readonly tiled: boolean },
): Promise<void> {
  const { tile } = DEFAULT_TILING
  const part = tiled ? { height: Math.min(height, tile), width: Math.min(width, tile) } : { height, width }
  await openDecoder(engine, decoder, device, part)
}

/** What is to be decoded, and with what. */
interface Decoding {
  readonly decoder: ModelDecoder
  readonly device: DeviceSpec
  readonly channels: number
}

/** @param latent unscaled, [channels, height, width] */
async function decodeAtOnce(
  engine: EngineContext,
  { decoder, device, channels }: Decoding,
  latent: Float32Array,
  { height, width }: Pick<LatentBatch, 'height' | 'width'>,
): Promise<DecodedTile> {
  const session = await openDecoder(engine, decoder, device, { height, width })
  const outputs = await session.run({ latent: engine.runtime.tensor('float32', latent, [1, channels, height, width]) })
  const image = outputs['image']
  if (!(image?.data instanceof Float32Array)) throw new TypeError('the VAE returned something other than float32')
  const [, , imageHeight = 0, imageWidth = 0] = image.dims
  return { planes: image.data, height: imageHeight, width: imageWidth }
}

async function decodeInTiles(
  engine: EngineContext,
  decoding: Decoding,
  latent: Float32Array,
  size: Pick<LatentBatch, 'height' | 'width'>,
): Promise<DecodedTile> {
  const rows: DecodedTile[][] = []
  for (const places of tilePlaces(size.height, size.width, DEFAULT_TILING)) {
    const row: DecodedTile[] = []
    for (const place of places) {
      const tile = await decodeAtOnce(engine, decoding, cutLatents(latent, size, place), place)
      // The runtime may use its own memory again.
      row.push({ ...tile, planes: tile.planes.slice() })
    }
    rows.push(row)
  }
  const scale = (rows[0]?.[0]?.height ?? 0) / Math.min(DEFAULT_TILING.tile, size.height)
  return joinTiles(rows, DEFAULT_TILING, scale)
}

/**
 * Decodes one picture of a batch.
 * @param request `decoder`: the model's unless told; `tiled`: piece by piece
 * @throws RequestError where the result is not a picture (values that are not numbers).
 */
export async function decodeLatent(
  engine: EngineContext,
  model: OpenedModel,
  device: DeviceSpec,
  request: {
    readonly batch: LatentBatch
    readonly picture: number
    readonly tiled?: boolean
    readonly decoder?: ModelDecoder
  },
): Promise<DecodedPicture> {
  const { batch, picture, tiled = false, decoder = model.decoder } = request
  const latent = unscaleLatents(latentOf(batch, picture), decoder.component.config.scalingFactor)
  const decode = tiled ? decodeInTiles : decodeAtOnce
  const decoding = { decoder, device, channels: batch.channels }
  const { planes, height, width } = await decode(engine, decoding, latent, batch)
  const pixels = toPixels(planes, height, width)
  if (pixels === null) throw new RequestError('input', sentence('run.overflow'))
  return { pixels, width, height }
}
