import type { InferenceSession } from 'onnxruntime-node'
import { sinusoid } from '../../../models/graphs/sinusoid.ts'
import { buildUnet } from '../../../models/graphs/unet.ts'
import { encodeModel } from '../../../models/onnx/encode-model.ts'
import { createTorchCpuGenerator } from '../../../models/random/torch-cpu-generator.ts'
import type { OpenedModel } from '../../catalog/opened-model.ts'
import type { Provider, ResultOf } from '../protocol.ts'
import { createSession } from './create-session.ts'
import { planExternalData } from './external-data.ts'
import { RequestError } from './request-error.ts'
import type { OnnxRuntime } from './runtime.ts'
import { sessionOptions } from './session-options.ts'

/**
 * Large enough for attention over more tokens than one tile of a GPU's fused kernel: one that goes wrong from 32 tokens
 * on passes a test at size 8.
 */
const LATENT_SIZE = 16
const CONTEXT_LENGTH = 77
const TIMESTEP = 499
const SEED = 1

/** One evaluation of the model's UNet on fixed noise. */
function selfTestInputs(runtime: OnnxRuntime, model: OpenedModel): InferenceSession.FeedsType {
  const { inChannels, contextWidth, blockChannels, flipSinToCos, freqShift } = model.unet.config
  const noise = createTorchCpuGenerator(SEED)
  const width = blockChannels[0] ?? 0
  const normal = (shape: readonly number[]) =>
    runtime.tensor('float32', noise.randn(shape.reduce((product, size) => product * size, 1)), shape)
  return {
    sample: normal([1, inChannels, LATENT_SIZE, LATENT_SIZE]),
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
  return words.replace(`${provider}: `, '').replace(/^.* was false\. /s, '')
}

/**
 * Runs a small UNet on a provider and compares with the CPU running the graph node by node, without any of ONNX
 * Runtime's optimizations. Times the second run: the first one prepares.
 */
export async function runSelfTest(
  runtime: OnnxRuntime,
  provider: Provider,
  model: OpenedModel,
): Promise<ResultOf<'selfTest'>> {
  const { config, weights, loras } = model.unet
  const size = { batch: 1, height: LATENT_SIZE, width: LATENT_SIZE, contextLength: CONTEXT_LENGTH }
  const graph = buildUnet({ config, weights, loras, ...size })
  const inputs = selfTestInputs(runtime, model)
  const files = [...new Set([...weights.values()].map((weight) => weight.file))]
  const plan = planExternalData(files)
  const plain = { ...sessionOptions('cpu', null, plan.folder), graphOptimizationLevel: 'disabled' as const }
  try {
    const tested = await createSession(runtime, 'UNet', graph, { providers: [provider], threads: null })
    const reference = await runtime.create(encodeModel(graph, plan.locate), plain)
    const expected = await predict(reference, inputs)
    await predict(tested.session, inputs)
    const started = performance.now()
    const actual = await predict(tested.session, inputs)
    const runMs = performance.now() - started
    await Promise.all([reference.release(), tested.session.release()])
    return { available: true, reason: '', maxError: largestDifference(expected, actual), runMs }
  } catch (error) {
    return { available: false, reason: reasonOf(provider, error), maxError: null, runMs: null }
  }
}
