import type { InferenceSession } from 'onnxruntime-node'
import type { Provider } from '../../../../main/engine/protocol.ts'
import { nodeRuntime } from '../../../../main/engine/worker/node-runtime.ts'
import type { OnnxRuntime } from '../../../../main/engine/worker/runtime.ts'

/** A session that was asked of a fake runtime. */
export interface Attempt {
  readonly provider: string
  readonly model: Uint8Array
  readonly options: InferenceSession.SessionOptions
}

/** What ONNX Runtime 1.30 and its providers say where they fail. */
export const FAILURES = {
  cuda: 'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library libonnxruntime_providers_cuda.so',
  webgpu:
    'webgpu_context.cc:136 Initialize adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters',
  dml: 'DmlExecutionProvider/src/DmlCommandRecorder.cpp(371) onnxruntime.dll!00007FF: (caller: 00007FF) Exception(3) tid(1) 887A0005 The GPU device instance has been suspended. Use GetDeviceRemovedReason to determine the appropriate action.',
  coreml: 'Error compiling model: "Failed to parse the model specification."',
  memory: 'std::bad_alloc',
} as const

/** A runtime whose sessions fail as `failures` says, and otherwise are made but can't be run. */
export function failingRuntime(
  failures: Partial<Record<Provider, string>>,
  availableProviders: readonly Provider[] = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'],
): { runtime: OnnxRuntime; attempts: Attempt[] } {
  const attempts: Attempt[] = []
  const runtime: OnnxRuntime = {
    ...nodeRuntime,
    availableProviders: () => availableProviders,
    create: (model, options) => {
      const [config] = options.executionProviders ?? []
      const provider = typeof config === 'object' ? config.name : String(config)
      attempts.push({ provider, model, options })
      const failure = failures[provider as Provider]
      return failure === undefined
        ? Promise.resolve({ release: () => Promise.resolve() } as InferenceSession)
        : Promise.reject(new Error(failure))
    },
  }
  return { runtime, attempts }
}
