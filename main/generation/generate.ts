import { createHash } from 'node:crypto'
import type { Emphasis } from '../../models/prompts/emphasis.ts'
import { isGuided } from '../../models/samplers/guidance.ts'
import type { Sentence } from '../../models/sentences/sentence.ts'
import type { DeviceSpec, ModelSpec, Provider, SentParamsOf, SessionReport, StartImage } from '../engine/protocol.ts'
import type { Engine, RequestOptions } from '../engine/engine-client.ts'
import { CancelledError, EngineError } from '../engine/engine-errors.ts'
import { hashPixels } from '../images/pixel-hash.ts'
import type { SamplingSettings } from '../../models/recipe/decide-settings.ts'

/** Pictures to be made with everything else alike: one per seed. */
export interface GenerationRequest {
  readonly model: ModelSpec
  readonly device: DeviceSpec
  readonly prompt: string
  readonly negativePrompt: string | null
  readonly clipSkip: number
  readonly emphasis: Emphasis
  readonly sampling: SamplingSettings
  readonly noiseSource: 'cpu' | 'nv'
  /** What to start from; null: text alone. */
  readonly image: StartImage | null
  /** Whether pictures are decoded in tiles. */
  readonly tiled: boolean
  readonly seeds: readonly number[]
}

export interface Timings {
  readonly loadMs: number
  readonly encodeTextMs: number
  readonly denoiseMs: number
  readonly decodeMs: number
}

export interface DeviceFallback {
  readonly device: Provider
  /** In the words of ONNX Runtime. */
  readonly reason: string
}

/** A picture that exists in memory only. */
export interface GeneratedPicture {
  readonly seed: number
  readonly width: number
  readonly height: number
  /** RGB, row by row. */
  readonly pixels: Uint8Array
  readonly pixelSha256: string
  /** Final latent before the VAE, [channels, height, width]. */
  readonly latent: { readonly shape: readonly number[]; readonly values: Float32Array }
  readonly latentSha256: string
  /** What ran the UNet, and the version of ONNX Runtime. */
  readonly provider: Provider
  /** The device that should have run a network, and why another one took its place; null where all went as chosen. */
  readonly fallback: DeviceFallback | null
  readonly onnxruntime: string
  readonly timings: Timings
}

/** A rough, small picture of what a run is making. */
export interface Preview {
  /** RGB, row by row. */
  readonly pixels: Uint8Array
  readonly width: number
  readonly height: number
}

export interface GenerationEvents {
  readonly onActivity?: (activity: Sentence) => void
  /** What is being loaded from now on; null: nothing any more. */
  readonly onLoading?: (part: string | null) => void
  readonly onStep?: (step: { readonly picture: number; readonly done: number; readonly total: number }) => void
  readonly onPrompt?: (prompt: { readonly tokenCount: number; readonly truncated: boolean }) => void
  /** Previews are only made where somebody listens. */
  readonly onPreview?: (preview: Preview & { readonly picture: number }) => void
  readonly signal?: AbortSignal
}

async function timed<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
  const started = performance.now()
  const value = await work
  return { value, ms: performance.now() - started }
}

function hashFloats(values: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex')
}

/** What ran a picture, by the sessions that were used last: the engine may hold those of other models and devices too. */
function usedDevices(sessions: readonly SessionReport[]): Pick<GeneratedPicture, 'provider' | 'fallback'> {
  const latest = new Map(sessions.map((session) => [session.component, session]))
  const unet = latest.get('UNet')
  const [failed] = [unet, ...latest.values()].flatMap((session) => session?.fallbacks.slice(0, 1) ?? [])
  const fallback = failed === undefined ? null : { device: failed.provider, reason: failed.reason }
  return { provider: unet?.provider ?? 'cpu', fallback }
}

/** A model and a prompt that the engine holds, ready to make pictures from. */
interface Prepared {
  readonly modelId: string
  readonly onnxruntime: string
  readonly textId: string
  readonly loadMs: number
  readonly encodeTextMs: number
}

async function prepare(
  engine: Engine,
  request: GenerationRequest,
  events: GenerationEvents,
  options: RequestOptions,
): Promise<Prepared> {
  const { prompt, negativePrompt, clipSkip, emphasis, sampling } = request
  const load = await timed(engine.request('load', { model: request.model, device: request.device }, options))
  const { modelId, onnxruntime } = load.value
  const words = { prompt, negativePrompt, clipSkip, guided: isGuided(sampling.guidance), emphasis }
  const text = await timed(engine.request('encodeText', { modelId, ...words }, options))
  events.onPrompt?.(text.value)
  return { modelId, onnxruntime, textId: text.value.textId, loadMs: load.ms, encodeTextMs: text.ms }
}

/**
 * Loads everything that the pictures of a request need, and encodes its prompt.
 * @throws as Engine.request.
 */
export async function warmUp(engine: Engine, request: GenerationRequest, signal: AbortSignal): Promise<void> {
  const { modelId, textId } = await prepare(engine, request, {}, { signal })
  const { width, height } = request.sampling
  await engine.request('prepare', { modelId, textId, width, height, tiled: request.tiled }, { signal })
}

/** A finished latent with what is known of how it came about. */
export interface KeptLatent {
  readonly shape: readonly number[]
  readonly values: Float32Array
  /** What ran the UNet. */
  readonly provider: Provider
  readonly timings: Omit<Timings, 'decodeMs'>
}

/** A picture's latent is there, but could not be decoded; `cause` says why. */
export class UndecodedError extends Error {
  override readonly name = 'UndecodedError'
  readonly seed: number
  readonly latent: KeptLatent

  constructor(seed: number, latent: KeptLatent, cause: unknown) {
    super('a latent could not be decoded', { cause })
    this.seed = seed
    this.latent = latent
  }
}

/** A latent that the engine holds. */
interface HeldLatent extends KeptLatent {
  readonly latentId: string
}

type Run = Omit<SentParamsOf<'denoise'>, 'modelId' | 'textIds' | 'generators'>

async function denoise(
  engine: Engine,
  { modelId, textId, loadMs, encodeTextMs }: Prepared,
  { seed, ...run }: Run & { readonly seed: number },
  options: RequestOptions,
): Promise<HeldLatent> {
  const generators = [{ seed, pictures: 1 }]
  const denoised = await timed(engine.request('denoise', { ...run, modelId, textIds: [textId], generators }, options))
  const { latentId } = denoised.value
  // Before the decoding, which may bring the engine down.
  const latent = await engine.request('readLatent', { latentId, picture: 0 }, options)
  const { provider } = usedDevices((await engine.request('sessions', {})).sessions)
  return { latentId, ...latent, provider, timings: { loadMs, encodeTextMs, denoiseMs: denoised.ms } }
}

async function decode(
  engine: Engine,
  { modelId, onnxruntime }: Pick<Prepared, 'modelId' | 'onnxruntime'>,
  { seed, tiled, latent }: { readonly seed: number; readonly tiled: boolean; readonly latent: HeldLatent },
  options: RequestOptions,
): Promise<GeneratedPicture> {
  const { latentId, shape, values, provider, timings } = latent
  const decoded = await timed(engine.request('decode', { modelId, latentId, picture: 0, tiled }, options))
  const { sessions } = await engine.request('sessions', {})
  await engine.request('release', { latentId }, options)
  return {
    seed,
    ...decoded.value,
    pixelSha256: hashPixels(decoded.value.pixels),
    latent: { shape, values },
    latentSha256: hashFloats(values),
    provider,
    fallback: usedDevices(sessions).fallback,
    onnxruntime,
    timings: { ...timings, decodeMs: decoded.ms },
  }
}

/**
 * Decodes a latent that was kept: with the model's VAE alone, no other network is loaded.
 * @throws as Engine.request.
 */
export async function decodeKept(
  engine: Engine,
  request: Pick<GenerationRequest, 'model' | 'device' | 'tiled'>,
  { seed, latent }: { readonly seed: number; readonly latent: KeptLatent },
  options: RequestOptions,
): Promise<GeneratedPicture> {
  const { model, device, tiled } = request
  const loaded = await engine.request('load', { model, device }, options)
  const { shape, values } = latent
  const { latentId } = await engine.request(
    'putLatent',
    { shape: [...shape], values: Float32Array.from(values) },
    options,
  )
  return decode(engine, loaded, { seed, tiled, latent: { ...latent, latentId } }, options)
}

function listen(events: GenerationEvents, picture: () => number): RequestOptions {
  return {
    ...(events.signal === undefined ? {} : { signal: events.signal }),
    onEvent: (event) => {
      if (event.type === 'activity') events.onActivity?.(event.activity)
      else if (event.type === 'loading') events.onLoading?.(event.part)
      else if (event.type === 'preview') events.onPreview?.({ picture: picture(), ...event })
      else events.onStep?.({ picture: picture(), done: event.done, total: event.total })
    },
  }
}

/**
 * Makes pictures one after another, each handed out as soon as it is done. Every picture has a generator of its own, so
 * it comes out the same alone or among others.
 * @param findLatent a latent of a seed that was made before and not decoded; null where there is none
 * @throws UndecodedError where a picture is there but for its decoding; else as Engine.request.
 */
export async function* generatePictures(
  engine: Engine,
  request: GenerationRequest,
  events: GenerationEvents,
  findLatent: (seed: number) => Promise<KeptLatent | null> = () => Promise.resolve(null),
): AsyncGenerator<GeneratedPicture, void> {
  const { image, noiseSource, sampling, seeds, tiled } = request
  let picture = 0
  const options = listen(events, () => picture)
  const run = { ...sampling, noiseSource, image, sizes: null, previews: events.onPreview !== undefined }
  let prepared: Prepared | null = null
  for (const seed of seeds) {
    const kept = await findLatent(seed)
    if (kept === null) {
      prepared ??= await prepare(engine, request, events, options)
      const latent = await denoise(engine, prepared, { ...run, seed }, options)
      try {
        yield await decode(engine, prepared, { seed, tiled, latent }, options)
      } catch (error) {
        // What is wrong with the latent itself stays so.
        if (error instanceof CancelledError || (error instanceof EngineError && error.code === 'input')) throw error
        throw new UndecodedError(seed, latent, error)
      }
    } else {
      yield await decodeKept(engine, request, { seed, latent: kept }, options)
    }
    picture += 1
  }
}
