import type { InferenceSession } from 'onnxruntime-node'
import type { Provider } from '../protocol.ts'

const ERRORS_ONLY = 3
/** coreml_provider_factory.h: an ML program, static shapes only (all our graphs are static). */
const COREML_FLAGS = 0x10 | 0x08

function providerConfig(provider: Provider, tableLookups: readonly string[]): InferenceSession.ExecutionProviderConfig {
  switch (provider) {
    case 'cpu':
      return { name: 'cpu' }
    case 'cuda':
      return { name: 'cuda', deviceId: 0 }
    case 'dml':
      return { name: 'dml', deviceId: 0 }
    case 'coreml':
      return { name: 'coreml', coreMlFlags: COREML_FLAGS }
    case 'webgpu':
      return {
        name: 'webgpu',
        // Node's default is NHWC, which puts transposes around every convolution of our NCHW graphs.
        preferredLayout: 'NCHW',
        // Rows of a float16 table are the only half-precision values that are not folded away, and not every GPU can
        // compute with those. The table is better off in main memory anyway. An empty list would be refused.
        ...(tableLookups.length === 0 ? {} : { forceCpuNodeNames: tableLookups }),
      }
  }
}

/**
 * Options of a session on one provider. Nodes that it cannot run go to the CPU.
 * @param folder where the graph's external data lies
 * @param tableLookups nodes that look up rows in stored tables
 */
export function sessionOptions(
  provider: Provider,
  threads: number | null,
  folder: string,
  tableLookups: readonly string[] = [],
): InferenceSession.SessionOptions {
  return {
    executionProviders: [providerConfig(provider, tableLookups)],
    graphOptimizationLevel: 'all',
    logSeverityLevel: ERRORS_ONLY,
    ...(threads === null ? {} : { intraOpNumThreads: threads }),
    // DirectML supports neither memory patterns nor parallel execution.
    ...(provider === 'dml' ? { enableMemPattern: false, executionMode: 'sequential' as const } : {}),
    extra: {
      session: {
        model_external_initializers_file_folder_path: folder,
        // Spinning saves an idle machine a little and takes a busy one's cores from whoever computes on them.
        'intra_op.allow_spinning': '0',
      },
    },
  }
}
