import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Provider } from '../protocol.ts'

/** The part of onnxruntime-node that the engine uses; tests put failing ones in its place. */
export interface OnnxRuntime {
  create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>
  tensor(type: 'float32', data: Float32Array, shape: readonly number[]): Tensor
  tensor(type: 'int32', data: Int32Array, shape: readonly number[]): Tensor
  /** Providers that this build of ONNX Runtime carries on this platform. */
  availableProviders(): readonly Provider[]
  readonly version: string
}
