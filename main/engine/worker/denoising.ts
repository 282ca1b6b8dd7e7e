import type { InferenceSession } from 'onnxruntime-node'
import { strengthInput } from '../../../models/graphs/parameters.ts'
import { sinusoid } from '../../../models/graphs/sinusoid.ts'
import { buildUnet } from '../../../models/graphs/unet.ts'
import { createPhiloxGenerator } from '../../../models/random/philox-generator.ts'
import { createTorchCpuGenerator } from '../../../models/random/torch-cpu-generator.ts'
import { drawBatchNoise, type NoiseGroup } from '../../../models/samplers/batch-noise.ts'
import { denoise, type StepProgress } from '../../../models/samplers/denoise.ts'
import { estimateClean } from '../../../models/samplers/estimate-clean.ts'
import { applyGuidance } from '../../../models/samplers/guidance.ts'
import { blendMasked, shrinkMask, skippedSteps } from '../../../models/samplers/image-start.ts'
import { startFromNoise } from '../../../models/samplers/starting-latents.ts'
import { createScheduler } from '../../../models/schedulers/create-scheduler.ts'
import type { Scheduler } from '../../../models/schedulers/scheduler.ts'
import { SchedulerError } from '../../../models/schedulers/scheduler-error.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { OpenedModel } from '../../catalog/opened-model.ts'
import type { DenoiseSpec, DeviceSpec, SizeConditioning, StartImage } from '../protocol.ts'
import type { EngineContext } from './context.ts'
import { encodePicture } from './image-encoding.ts'
import { RequestError } from './request-error.ts'
import type { EncodedPrompt, TextConditioning } from './text-encoding.ts'

/** Pixels per latent along each side: all Stable Diffusion autoencoders reduce eightfold. */
export const PIXELS_PER_LATENT = 8

export interface LatentBatch {
  /** [pictures, channels, height, width] */
  readonly values: Float32Array
  readonly pictures: number
  readonly channels: number
  readonly height: number
  readonly width: number
}

export interface DenoiseRun {
  readonly model: OpenedModel
  /** One for all pictures, or one per picture. */
  readonly texts: readonly TextConditioning[]
  readonly device: DeviceSpec
  readonly spec: DenoiseSpec
  /** @param estimate what the network takes the finished latents to be */
  readonly onStep: (progress: StepProgress, estimate: () => LatentBatch) => Promise<void>
  /** Called between evaluations of the network; throws when the run is cancelled. */
  readonly checkpoint: () => Promise<void>
}

function schedulerFor(spec: DenoiseSpec, model: OpenedModel): Scheduler {
  const { kind, steps, timesteps, spacing, eta } = spec.scheduler
  try {
    return createScheduler({
      kind,
      steps,
      spacing,
      eta,
      predictionType: model.predictionType,
      ...(timesteps === null ? {} : { timesteps }),
    })
  } catch (error) {
    if (error instanceof SchedulerError) throw new RequestError('input', error.sentence)
    throw error
  }
}

/** SDXL's six size ids as sinusoids, one after the other. */
function sizeSinusoids(model: OpenedModel, sizes: SizeConditioning): Float32Array | null {
  const { addition, flipSinToCos, freqShift } = model.unet.config
  if (addition === null) return null
  const width = addition.sinusoidWidth
  const ids = [...sizes.original, ...sizes.crop, ...sizes.target]
  const values = new Float32Array(ids.length * width)
  ids.forEach((id, index) => values.set(sinusoid(id, { width, flipSinToCos, freqShift }), index * width))
  return values
}

function float32(value: unknown): Float32Array {
  if (value instanceof Float32Array) return value
  throw new TypeError('the UNet returned something other than float32')
}

/** Runs the network for one picture and one prompt at a time: results do not depend on the batch around them. */
function createPredictor(engine: EngineContext, run: DenoiseRun, session: InferenceSession, shape: readonly number[]) {
  const { model, texts, spec } = run
  const { config } = model.unet
  const { height, width } = spec
  const sizes = spec.sizes ?? { original: [height, width], crop: [0, 0], target: [height, width] }
  const sinusoids = sizeSinusoids(model, sizes)
  const tensor = (values: Float32Array, dimensions: readonly number[]) =>
    engine.runtime.tensor('float32', values, dimensions)
  const strengths = model.unet.adjustable
    ? model.unet.loras.map(({ strength }, index) => [strengthInput(index), tensor(Float32Array.of(strength), [1])])
    : []
  const constantInputs = (prompt: EncodedPrompt) => ({
    ...(Object.fromEntries(strengths) as InferenceSession.FeedsType),
    context: tensor(prompt.context, [1, prompt.context.length / config.contextWidth, config.contextWidth]),
    ...(prompt.pooled === null ? {} : { pooled_text: tensor(prompt.pooled, [1, prompt.pooled.length]) }),
    ...(sinusoids === null ? {} : { size_sinusoids: tensor(sinusoids, [1, sinusoids.length]) }),
  })
  const prompts = texts.map(({ conditional, unconditional }) => ({
    conditional: constantInputs(conditional),
    unconditional: unconditional === null ? null : constantInputs(unconditional),
  }))

  const [firstPrompt] = prompts
  if (firstPrompt === undefined) throw new RangeError('a run needs a prompt')

  return async (sample: Float32Array, timestep: number): Promise<Float32Array> => {
    const { flipSinToCos, freqShift } = config
    const timeWidth = config.blockChannels[0] ?? 0
    const time = sinusoid(timestep, { width: timeWidth, flipSinToCos, freqShift })
    const evaluate = async (inputs: InferenceSession.FeedsType) => {
      await run.checkpoint()
      const outputs = await session.run({ ...inputs, time_sinusoid: tensor(time, [1, timeWidth]) })
      return float32(outputs['prediction']?.data)
    }
    const perPicture = shape.slice(1).reduce((product, size) => product * size, 1)
    const predictions = new Float32Array(sample.length)
    for (let start = 0; start < sample.length; start += perPicture) {
      const { conditional, unconditional } = prompts[start / perPicture] ?? firstPrompt
      const picture = tensor(sample.slice(start, start + perPicture), [1, ...shape.slice(1)])
      const forPrompt = await evaluate({ ...conditional, sample: picture })
      const prediction =
        unconditional === null
          ? forPrompt
          : applyGuidance(await evaluate({ ...unconditional, sample: picture }), forPrompt, spec.guidance)
      predictions.set(prediction, start)
    }
    return predictions
  }
}

function noiseGroups(spec: DenoiseSpec): NoiseGroup[] {
  const create = spec.noiseSource === 'nv' ? createPhiloxGenerator : createTorchCpuGenerator
  return spec.generators.map(({ seed, pictures }) => ({ source: create(seed), pictures }))
}

/** Tokens of text that the UNet is built for. */
function contextLength({ model, texts }: Pick<DenoiseRun, 'model' | 'texts'>): number {
  const lengths = texts.flatMap(({ conditional, unconditional }) => [conditional, unconditional ?? conditional])
  const [length = 0, ...others] = new Set(lengths.map(({ context }) => context.length / model.unet.config.contextWidth))
  if (others.length > 0) throw new RequestError('internal', sentence('run.prompt-lengths'))
  return length
}

/** Where a run starts, and what it does to the latents between steps. */
interface RunStart {
  readonly latents: Float32Array
  readonly firstStep: number
  readonly afterStep: ((latents: Float32Array, index: number) => Float32Array) | null
}

/**
 * Starts from a picture. Noise is drawn in the reference's order: the encoder's sample, the starting noise and, for
 * inpainting, a second encoder's sample that nothing uses.
 * Source: diffusers: pipeline_stable_diffusion_img2img.py and pipeline_stable_diffusion_inpaint.py `__call__`.
 */
async function startFromImage(
  engine: EngineContext,
  run: DenoiseRun,
  image: StartImage,
  plan: { readonly scheduler: Scheduler; readonly drawNoise: () => Float32Array },
): Promise<RunStart> {
  const { scheduler, drawNoise } = plan
  const { width, height } = run.spec
  const steps = scheduler.timesteps.length
  const firstStep = skippedSteps(steps, image.strength)
  if (run.spec.generators.length !== 1 || run.spec.generators[0]?.pictures !== 1) {
    throw new RequestError('internal', sentence('run.one-picture'))
  }
  if (firstStep === steps) {
    const least = Math.ceil(100 / steps) / 100
    throw new RequestError('input', sentence('run.no-step-left', { steps, least }))
  }
  const encode = await encodePicture(engine, run.model, run.device, { pixels: image.pixels, width, height })
  const clean = encode(drawNoise)
  const noise = drawNoise()
  const noised = scheduler.addNoise(clean, noise, firstStep)
  if (image.mask === null) return { latents: noised, firstStep, afterStep: null }
  encode(drawNoise)
  const mask = shrinkMask(image.mask, height, width)
  const keptAfter = (index: number) => (index + 1 < steps ? scheduler.addNoise(clean, noise, index + 1) : clean)
  return {
    latents: image.strength === 1 ? startFromNoise(noise, scheduler.initNoiseSigma) : noised,
    firstStep,
    afterStep: (latents, index) => blendMasked(latents, keptAfter(index), mask),
  }
}

/** The UNet for latents of a size, loaded now if it is not there. */
export async function unetSession(
  engine: EngineContext,
  run: Pick<DenoiseRun, 'model' | 'texts' | 'device'>,
  { height, width }: Pick<LatentBatch, 'height' | 'width'>,
): Promise<InferenceSession> {
  const { config, weights, loras, adjustable, key } = run.model.unet
  const placement = adjustable ? ({ loraPlacement: 'adjustable' } as const) : {}
  const length = contextLength(run)
  const { session } = await engine.sessions.get({
    key: JSON.stringify([key, run.device, height, width, length]),
    component: 'UNet',
    device: run.device,
    build: () => buildUnet({ config, weights, loras, ...placement, batch: 1, height, width, contextLength: length }),
  })
  return session
}

/**
 * Makes the latents of a batch of pictures, from text alone or from a picture.
 * @throws RequestError for settings that the scheduler refuses.
 */
export async function denoisePictures(engine: EngineContext, run: DenoiseRun): Promise<LatentBatch> {
  const { model, spec, onStep } = run
  const scheduler = schedulerFor(spec, model)
  const [height, width] = [spec.height / PIXELS_PER_LATENT, spec.width / PIXELS_PER_LATENT]
  const groups = noiseGroups(spec)
  const pictures = groups.reduce((sum, group) => sum + group.pictures, 0)
  const channels = model.unet.config.inChannels
  const drawNoise = () => drawBatchNoise(groups, channels * height * width)
  const start: RunStart =
    spec.image === null
      ? { latents: startFromNoise(drawNoise(), scheduler.initNoiseSigma), firstStep: 0, afterStep: null }
      : await startFromImage(engine, run, spec.image, { scheduler, drawNoise })
  const session = await unetSession(engine, run, { height, width })
  const predict = createPredictor(engine, run, session, [pictures, channels, height, width])
  const size = { pictures, channels, height, width }
  const values = await denoise({
    scheduler,
    ...start,
    predict,
    drawNoise,
    onStep: (progress) => {
      const { modelStep, timestep } = progress
      return onStep(progress, () => ({ values: estimateClean(modelStep, timestep, scheduler.settings), ...size }))
    },
  })
  return { values, ...size }
}
