import { createHash, randomUUID } from 'node:crypto'
import type { StepProgress } from '../../../models/samplers/denoise.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import { ModelFileError } from '../../catalog/file-problem.ts'
import { openModel } from '../../catalog/open-model.ts'
import type { OpenedModel } from '../../catalog/opened-model.ts'
import type { DeviceSpec, EngineEvent, ModelSpec, ParamsOf, RequestType, ResultOf } from '../protocol.ts'
import type { EngineContext } from './context.ts'
import { decodeLatent, latentOf, prepareDecoder } from './decoding.ts'
import { denoisePictures, PIXELS_PER_LATENT, unetSession, type LatentBatch } from './denoising.ts'
import { learnColors, makePreview, type ColorMemory } from './previews.ts'
import { createRecentStore, type RecentStore } from './recent-store.ts'
import { RequestError } from './request-error.ts'
import { runSelfTest } from './self-test.ts'
import { tellLoading } from './tell-loading.ts'
import { encodeText, type TextConditioning } from './text-encoding.ts'

const LATENTS_KEPT = 16
const PROMPTS_KEPT = 64
const MODELS_KEPT = 4

/** How a running request talks back. */
export interface RequestControl {
  readonly report: (event: EngineEvent) => void
  /** Lets messages in; throws when the request has been cancelled. */
  readonly checkpoint: () => Promise<void>
}

export type Handlers = {
  readonly [T in RequestType]: (params: ParamsOf<T>, control: RequestControl) => Promise<ResultOf<T>>
}

interface LoadedModel {
  readonly opened: OpenedModel
  readonly device: DeviceSpec
}

/** What the engine remembers between requests. */
interface EngineMemory {
  readonly engine: EngineContext
  readonly models: RecentStore<LoadedModel>
  readonly prompts: RecentStore<TextConditioning>
  readonly latents: RecentStore<LatentBatch>
  readonly colors: ColorMemory
}

type Handler<T extends RequestType> = (
  memory: EngineMemory,
  params: ParamsOf<T>,
  control: RequestControl,
) => Promise<ResultOf<T>>

function openNaming(spec: ModelSpec): OpenedModel {
  try {
    return openModel(spec)
  } catch (error) {
    if (error instanceof ModelFileError) throw new RequestError('input', error.sentence)
    throw error
  }
}

/** Equal parts give equal handles, so that asking again finds what is there. */
function handleOf(prefix: string, ...parts: readonly unknown[]): string {
  return `${prefix}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`
}

const load: Handler<'load'> = async ({ engine, models }, { model, device }, { report }) => {
  report({ type: 'activity', activity: sentence('activity.opening-model') })
  report({ type: 'loading', part: 'model' })
  const opened = openNaming(model)
  report({ type: 'loading', part: null })
  const { unet, textEncoder, textEncoder2, decoder, previewDecoder } = opened
  const decoders = [decoder, previewDecoder].map((one) => [one?.kind, one?.component.key])
  const keys = [unet.key, textEncoder.key, textEncoder2?.key, ...decoders]
  const strengths = unet.loras.map(({ strength }) => strength)
  const modelId = handleOf('model', keys, strengths, device)
  models.put(modelId, { opened, device })
  return { modelId, onnxruntime: engine.runtime.version }
}

const encode: Handler<'encodeText'> = async ({ engine, models, prompts }, { modelId, ...request }, control) => {
  const activity = sentence('activity.reading-prompt')
  control.report({ type: 'activity', activity })
  await control.checkpoint()
  const { opened, device } = models.get(modelId)
  const textId = handleOf('text', opened.textEncoder.key, opened.textEncoder2?.key, device, request)
  const known = prompts.find(textId)
  const text = known ?? (await encodeText(tellLoading(engine, activity, control.report), opened, device, request))
  prompts.put(textId, text)
  return { textId, tokenCount: text.tokenCount, truncated: text.truncated, cached: known !== undefined }
}

const prepare: Handler<'prepare'> = async ({ engine, models, prompts }, params, { checkpoint }) => {
  const { opened: model, device } = models.get(params.modelId)
  const size = { height: params.height / PIXELS_PER_LATENT, width: params.width / PIXELS_PER_LATENT }
  await checkpoint()
  await unetSession(engine, { model, device, texts: [prompts.get(params.textId)] }, size)
  await checkpoint()
  await prepareDecoder(engine, model, device, { ...size, tiled: params.tiled })
  return {}
}

const denoise: Handler<'denoise'> = async (memory, spec, { report, checkpoint }) => {
  const { opened, device } = memory.models.get(spec.modelId)
  const texts = spec.textIds.map((textId) => memory.prompts.get(textId))
  const engine = tellLoading(memory.engine, sentence('activity.making-picture'), report)
  const started = performance.now()
  let stepStarted = started
  let firstStepMs = 0
  const previews = { engine: memory.engine, model: opened, device, memory: memory.colors }
  const onStep = async ({ done, total }: StepProgress, estimate: () => LatentBatch) => {
    const ms = performance.now() - stepStarted
    if (done === 1) firstStepMs = ms
    report({ type: 'step', done, total, ms })
    const preview = spec.previews && total > 1 ? await makePreview(previews, estimate()) : null
    if (preview !== null) report({ type: 'preview', ...preview })
    stepStarted = performance.now()
    await checkpoint()
  }
  const beforeEvaluation = async () => {
    if (firstStepMs === 0) report({ type: 'activity', activity: sentence('activity.first-step') })
    await checkpoint()
  }
  const run = { model: opened, texts, device, spec, checkpoint: beforeEvaluation, onStep }
  const batch = await denoisePictures(engine, run)
  const totalMs = performance.now() - started
  const latentId = `latent-${randomUUID()}`
  memory.latents.put(latentId, batch)
  return { latentId, pictures: batch.pictures, firstStepMs, totalMs }
}

const decode: Handler<'decode'> = async ({ engine, models, latents, colors }, params, { report, checkpoint }) => {
  const activity = sentence('activity.decoding')
  report({ type: 'activity', activity })
  await checkpoint()
  const { opened, device } = models.get(params.modelId)
  const request = { batch: latents.get(params.latentId), picture: params.picture, tiled: params.tiled }
  const result = await decodeLatent(tellLoading(engine, activity, report), opened, device, request)
  learnColors(opened, colors, { ...request, result })
  return result
}

const readLatent: Handler<'readLatent'> = async ({ latents }, { latentId, picture }) => {
  const batch = latents.get(latentId)
  return { values: latentOf(batch, picture), shape: [batch.channels, batch.height, batch.width] }
}

const putLatent: Handler<'putLatent'> = async ({ latents }, { values, shape }) => {
  const [channels = 0, height = 0, width = 0] = shape
  if (channels * height * width !== values.length) throw new RequestError('internal', sentence('run.no-such-picture'))
  const latentId = `latent-${randomUUID()}`
  latents.put(latentId, { values, pictures: 1, channels, height, width })
  return { latentId }
}

const unload: Handler<'unload'> = async ({ engine, models, prompts, latents }) => {
  for (const store of [models, prompts, latents]) store.clear()
  await engine.sessions.releaseAll()
  return {}
}

/** Everything the engine can be asked to do. Requests run one after another. */
export function createHandlers(engine: EngineContext): Handlers {
  const memory: EngineMemory = {
    engine,
    models: createRecentStore('model', MODELS_KEPT),
    prompts: createRecentStore('prompt', PROMPTS_KEPT),
    latents: createRecentStore('latent', LATENTS_KEPT),
    colors: createRecentStore('autoencoder', MODELS_KEPT),
  }
  return {
    load: (params, control) => load(memory, params, control),
    encodeText: (params, control) => encode(memory, params, control),
    prepare: (params, control) => prepare(memory, params, control),
    denoise: (params, control) => denoise(memory, params, control),
    decode: (params, control) => decode(memory, params, control),
    readLatent: (params, control) => readLatent(memory, params, control),
    putLatent: (params, control) => putLatent(memory, params, control),
    release: async ({ latentId }) => {
      memory.latents.delete(latentId)
      return {}
    },
    unload: (params, control) => unload(memory, params, control),
    sessions: async () => ({ sessions: engine.sessions.reports() }),
    selfTest: async ({ provider, model }) => runSelfTest(engine.runtime, provider, openNaming(model)),
  }
}
