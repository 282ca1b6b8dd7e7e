import type { InferenceSession } from 'onnxruntime-node'
import { sinusoid } from '../../../models/graphs/sinusoid.ts'
import { buildUnet } from '../../../models/graphs/unet.ts'
import { encodeModel } from '../../../models/onnx/encode-model.ts'
import type { OnnxModel } from '../../../models/onnx/model.ts'
import { createTorchCpuGenerator } from '../../../models/random/torch-cpu-generator.ts'
import type { OpenedModel } from '../../catalog/opened-model.ts'
import { SELF_TEST_TOLERANCE, type Provider, type ResultOf } from '../protocol.ts'
import { createSession } from './create-session.ts'
import { planExternalData } from './external-data.ts'
import { RequestError } from './request-error.ts'
import type { OnnxRuntime } from './runtime.ts'
import { sessionOptions } from './session-options.ts'

/**
 * Large enough for attention over more tokens than one tile of a GPU's fused kernel: one that goes wrong from 32 tokens
 * on passes a test at size 8.
 */
const TESTED_LATENT_SIZE = 16
/** A GPU is slower than a CPU at the size above and several times as quick at the sizes that artists use. */
const TIMED_LATENT_SIZE = 64
const CONTEXT_LENGTH = 77
const TIMESTEP = 499
const SEED = 1

/** One evaluation of the model's UNet on fixed noise. */
function selfTestInputs(runtime: OnnxRuntime, model: OpenedModel, latentSize: number): InferenceSession.FeedsType {
  const { inChannels, contextWidth, blockChannels, flipSinToCos, freqShift } = model.unet.config
  const noise = createTorchCpuGenerator(SEED)
  const width = blockChannels[0] ?? 0
  const normal = (shape: readonly number[]) =>
    runtime.tensor('float32', noise.randn(shape.reduce((product, size) => product * size, 1)), shape)
  return {
    sample: normal([1, inChannels, latentSize, latentSize]),
    context: normal([1, CONTEXT_LENGTH, contextWidth]),
    time_sinusoid: runtime.tensor('float32', sinusoid(TIMESTEP, { width, flipSinToCos, freqShift }), [1, width]),
  }
}

async function predict(session: InferenceSession, inputs: InferenceSession.FeedsType): Promise<Float32Array> {
  const { prediction } = await session.run(inputs)
  if (prediction?.data instanceof Float32Array) return prediction.data
  throw new TypeError('the UNet returned something other than float32')
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, index) => {
    const difference = Math.abs(value - (b[index] ?? NaN))
    return Number.isNaN(difference) ? Infinity : Math.max(largest, difference)
  }, 0)
}

/** Why a provider can't be used, without the place in ONNX Runtime's source that its words begin with. */
function reasonOf(provider: Provider, error: unknown): string {
  const words = error instanceof RequestError ? error.detail || error.message : String(error)
  if (words.includes('Failed to load shared library')) return 'its libraries are not installed on this computer'
  return words.replace(`${provider}: `, '').replace(/^.* was false\. /s, '')
}

function buildTestUnet({ unet }: OpenedModel, latentSize: number): OnnxModel {
  const { config, weights, loras } = unet
  const size = { batch: 1, height: latentSize, width: latentSize, contextLength: CONTEXT_LENGTH }
  return buildUnet({ config, weights, loras, ...size })
}

async function openUnet(runtime: OnnxRuntime, provider: Provider, graph: OnnxModel): Promise<InferenceSession> {
  return (await createSession(runtime, 'UNet', graph, { providers: [provider], threads: null })).session
}

/** Compares a provider with the CPU running the graph node by node, without any of ONNX Runtime's optimizations. */
async function measureError(runtime: OnnxRuntime, provider: Provider, model: OpenedModel): Promise<number> {
  const graph = buildTestUnet(model, TESTED_LATENT_SIZE)
  const inputs = selfTestInputs(runtime, model, TESTED_LATENT_SIZE)
  const files = [...new Set([...model.unet.weights.values()].map((weight) => weight.file))]
  const plan = planExternalData(files)
  const plain = { ...sessionOptions('cpu', null, plan.folder), graphOptimizationLevel: 'disabled' as const }
  const tested = await openUnet(runtime, provider, graph)
  const reference = await runtime.create(encodeModel(graph, plan.locate), plain)
  const error = largestDifference(await predict(reference, inputs), await predict(tested, inputs))
  await Promise.all([reference.release(), tested.release()])
  return error
}

/** Times the second run: the first one prepares. */
async function measureTime(runtime: OnnxRuntime, provider: Provider, model: OpenedModel): Promise<number> {
  const session = await openUnet(runtime, provider, buildTestUnet(model, TIMED_LATENT_SIZE))
  const inputs = selfTestInputs(runtime, model, TIMED_LATENT_SIZE)
  await predict(session, inputs)
  const started = performance.now()
  await predict(session, inputs)
  const runMs = performance.now() - started
  await session.release()
  return runMs
}

/** Runs a small UNet on a provider: whether its result is right and, where it is, how long a step takes. */
export async function runSelfTest(
  runtime: OnnxRuntime,
  provider: Provider,
  model: OpenedModel,
): Promise<ResultOf<'selfTest'>> {
  try {
    const maxError = await measureError(runtime, provider, model)
    const runMs = maxError <= SELF_TEST_TOLERANCE ? await measureTime(runtime, provider, model) : null
    return { available: true, reason: '', maxError, runMs }
  } catch (error) {
    return { available: false, reason: reasonOf(provider, error), maxError: null, runMs: null }
  }
}
