import { elementCount } from '../../models/graphs/graph.ts'
import type { Weights } from '../../models/checkpoints/weights.ts'
import type { FileHasher } from '../catalog/file-hashes.ts'
import type { OpenedModel } from '../catalog/opened-model.ts'
import type { Engine } from '../engine/engine-client.ts'
import { warmUp } from './generate.ts'
import type { PicturesPlan } from './make-pictures.ts'
import { QueueBusyError } from './queue-busy-error.ts'
import type { JobQueue } from './queue.ts'
import { hashSources } from './recipe-sources.ts'

/** Loads what the next picture needs before it is asked for, where that costs nobody anything. */
export interface EngineWarmer {
  /**
   * @returns whether the engine is ready now; false while jobs run or wait, and for a model that is too large to be loaded
   *   on the mere chance that it is used.
   * @throws as Engine.request
   */
  warm(plan: PicturesPlan): Promise<boolean>
}

export interface EngineWarmerOptions {
  readonly engine: Engine
  readonly hasher: FileHasher
  readonly queue: Pick<JobQueue, 'state' | 'borrowEngine'>
  /** Bytes of weights that the engine may hold. */
  readonly memoryBudget: number
}

/** Of the memory budget. */
const LARGEST_SHARE = 0.25
/** On the CPU every stored type becomes float32. */
const BYTES_PER_WEIGHT = 4

function sizeOf(weights: Weights): number {
  return [...weights.values()].reduce((sum, { shape }) => sum + elementCount(shape) * BYTES_PER_WEIGHT, 0)
}

function weightBytes({ unet, textEncoder, textEncoder2, decoder }: OpenedModel): number {
  const networks = [unet.weights, textEncoder.weights, decoder.component.weights]
  if (textEncoder2 !== null) networks.push(textEncoder2.weights)
  return networks.reduce((sum, weights) => sum + sizeOf(weights), 0)
}

export function createEngineWarmer({ engine, hasher, queue, memoryBudget }: EngineWarmerOptions): EngineWarmer {
  return {
    async warm({ request, opened }) {
      if (queue.state().active.length > 0 || weightBytes(opened) > LARGEST_SHARE * memoryBudget) return false
      try {
        await queue.borrowEngine(async (signal) => {
          await Promise.all([warmUp(engine, request, signal), hashSources(hasher, request.model, signal)])
        })
        return true
      } catch (error) {
        if (error instanceof QueueBusyError) return false
        throw error
      }
    },
  }
}
