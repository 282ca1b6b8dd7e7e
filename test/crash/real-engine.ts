import { fileURLToPath } from 'node:url'
import { builtInModel } from '../../main/catalog/built-in-model.ts'
import { createEngineClient, type Engine } from '../../main/engine/engine-client.ts'
import { spawnEngineProcess } from '../../main/engine/engine-process.ts'
import type { DenoiseSpec } from '../../main/engine/protocol.ts'

/** The script of the engine's process. */
export const WORKER = fileURLToPath(new URL('../../main/engine/worker/worker.ts', import.meta.url))

interface RealEngineOptions {
  readonly killAfterMs?: number
  readonly memoryBudgetBytes?: number
}

/** The engine, its process run from source. */
export function createRealEngine({ memoryBudgetBytes = 4e9, ...options }: RealEngineOptions = {}): Engine {
  return createEngineClient({ spawn: () => spawnEngineProcess({ workerPath: WORKER, memoryBudgetBytes }), ...options })
}

/** What runs of the built-in model refer to. */
export interface LoadedModel {
  readonly modelId: string
  readonly textId: string
}

/** Loads the built-in model and encodes a prompt. */
export async function loadBuiltIn(engine: Engine): Promise<LoadedModel> {
  const model = { path: builtInModel().path, vae: null, loras: [] }
  const { modelId } = await engine.request('load', { model, device: { providers: ['cpu'], threads: null } })
  const { textId } = await engine.request('encodeText', { modelId, ...PROMPT })
  return { modelId, textId }
}

/** The prompt that `loadBuiltIn` encodes. */
export const PROMPT = {
  prompt: 'a red apple',
  negativePrompt: null,
  clipSkip: 0,
  guided: false,
  emphasis: 'none',
} as const

/** A run with Euler's method. */
export function eulerRun(
  { modelId, textId }: LoadedModel,
  { steps, size }: { steps: number; size: number },
): DenoiseSpec {
  return {
    modelId,
    textIds: [textId],
    scheduler: { kind: 'euler', steps, timesteps: null, spacing: 'trailing', eta: 0 },
    guidance: 0,
    width: size,
    height: size,
    noiseSource: 'cpu',
    generators: [{ seed: 7, pictures: 1 }],
    image: null,
    sizes: null,
    previews: false,
  }
}
