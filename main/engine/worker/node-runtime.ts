import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node'
import { providerSchema } from '../protocol.ts'
import type { OnnxRuntime } from './runtime.ts'

/** onnxruntime-node as the engine uses it. */
export const nodeRuntime: OnnxRuntime = {
  create: (model, options) => InferenceSession.create(model, options),
  tensor: (type: 'float32' | 'int32', data: Float32Array | Int32Array, shape: readonly number[]) =>
    new Tensor(type, data, shape),
  availableProviders: () =>
    listSupportedBackends()
      .filter(({ name, bundled }) => bundled || name === 'cuda')
      .flatMap(({ name }) => providerSchema.safeParse(name).data ?? []),
  version: env.versions.node ?? 'unknown',
}
