import { basename } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import { encodeModel } from '../../../models/onnx/encode-model.ts'
import type { OnnxModel } from '../../../models/onnx/model.ts'
import { sentence } from '../../../models/sentences/catalogue.ts'
import type { NetworkName } from '../../../models/sentences/checkpoints.ts'
import type { DeviceSpec, Provider, SessionReport } from '../protocol.ts'
import { planExternalData } from './external-data.ts'
import { inlineWeights } from './inline-weights.ts'
import { RequestError } from './request-error.ts'
import type { OnnxRuntime } from './runtime.ts'
import { sessionOptions } from './session-options.ts'
import { tableLookups } from './table-lookups.ts'

const PROVIDER_NAMES = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'Core ML',
} as const satisfies Readonly<Record<Provider, string>>

export interface CreatedSession {
  readonly session: InferenceSession
  readonly report: SessionReport
}

/** Files that a graph's weights lie in, the one with the most bytes first. */
function weightFiles(model: OnnxModel): string[] {
  const bytes = new Map<string, number>()
  for (const { data } of model.initializers) {
    if (!(data instanceof Uint8Array)) bytes.set(data.file, (bytes.get(data.file) ?? 0) + data.length)
  }
  return [...bytes].toSorted((a, b) => b[1] - a[1]).map(([file]) => file)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isOutOfMemory(reason: string): boolean {
  return /bad_alloc|failed to allocate|out of memory|not enough memory/i.test(reason)
}

/** ONNX Runtime's words where a file holds fewer bytes than the graph asks of it, or has gone. */
function isAboutWeights(reason: string): boolean {
  return /external (data|initializer)/i.test(reason)
}

function refusal(network: NetworkName, files: readonly string[], fallbacks: SessionReport['fallbacks']): RequestError {
  const last = fallbacks.at(-1)
  const detail = fallbacks.map(({ provider, reason }) => `${provider}: ${reason}`).join('\n')
  if (last !== undefined && isOutOfMemory(last.reason)) {
    return new RequestError('memory', sentence('engine.no-memory-for', { network }), detail)
  }
  // The CPU can run everything: where it was not tried, the fault is the device's and not the file's.
  if (last !== undefined && last.provider !== 'cpu' && !isAboutWeights(last.reason)) {
    return new RequestError('device', sentence('engine.device', { device: PROVIDER_NAMES[last.provider] }), detail)
  }
  const names = files.map((file) => basename(file)).join(', ')
  return new RequestError('device', sentence('engine.not-loaded', { network, files: names }), detail)
}

/**
 * Makes a session on the first provider that can. Only a provider's failure is passed over: what was tried, and why
 * it could not be used, is in the report.
 * @throws RequestError where no provider can, ModelFileError where a file has gone.
 */
export async function createSession(
  runtime: OnnxRuntime,
  component: NetworkName,
  model: OnnxModel,
  device: DeviceSpec,
): Promise<CreatedSession> {
  const files = weightFiles(model)
  const plan = planExternalData(files)
  const bytes = encodeModel(await inlineWeights(model, plan.elsewhere), plan.locate)
  const available = runtime.availableProviders()
  const fallbacks: { provider: Provider; reason: string }[] = []
  for (const provider of device.providers) {
    if (!available.includes(provider)) {
      fallbacks.push({ provider, reason: 'this platform’s ONNX Runtime does not include it' })
      continue
    }
    const options = sessionOptions(provider, device.threads, plan.folder, tableLookups(model))
    const started = performance.now()
    try {
      const session = await runtime.create(bytes, options)
      const createMs = performance.now() - started
      return { session, report: { component, provider, fallbacks, createMs } }
    } catch (error) {
      fallbacks.push({ provider, reason: reasonOf(error) })
    }
  }
  throw refusal(component, files, fallbacks)
}
