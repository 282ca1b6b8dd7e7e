import { CheckpointError } from '../checkpoints/checkpoint-error.ts'
import type { LoraDelta } from '../checkpoints/lora/lora-delta.ts'
import type { WeightRef, Weights } from '../checkpoints/weights.ts'
import { elementCount, type Graph, type Value } from './graph.ts'
import { applyLoraDelta } from './lora-nodes.ts'
import { reshape, transpose } from './operators.ts'

/** A LoRA's changes to one network, by parameter name, and how strongly they act. */
export interface AppliedLora {
  readonly deltas: ReadonlyMap<string, LoraDelta>
  readonly strength: number
}

/** Hands out a network's parameters as graph values: stored weights, with all LoRAs added. */
export class Parameters {
  readonly graph: Graph
  readonly #weights: Weights
  readonly #loras: readonly AppliedLora[]

  constructor(graph: Graph, weights: Weights, loras: readonly AppliedLora[]) {
    this.graph = graph
    this.#weights = weights
    this.#loras = loras
  }

  has(name: string): boolean {
    return this.#weights.has(name)
  }

  /**
   * The parameter `name` as a float32 value of `shape`.
   * @throws CheckpointError where the checkpoint lacks it or holds another number of elements.
   */
  get(name: string, shape: readonly number[]): Value {
    const ref = this.#find(name)
    if (elementCount(ref.shape) !== elementCount(shape)) {
      throw new CheckpointError(
        `The tensor ${name} has the shape [${ref.shape.join(', ')}] where this network needs [${shape.join(', ')}].`,
      )
    }
    let value = ref.transposed ? transpose(this.graph, this.graph.stored(ref), [1, 0]) : this.graph.stored(ref, shape)
    for (const { deltas, strength } of this.#loras) {
      const delta = deltas.get(name)
      if (delta !== undefined && strength !== 0) {
        value = this.graph.within(`lora/${name}`, () => applyLoraDelta(this.graph, value, delta, strength))
      }
    }
    return reshape(this.graph, value, shape)
  }

  /** Rows of the table `name`, picked by int32 `indices`. */
  rows(name: string, indices: Value): Value {
    return this.graph.storedRows(this.#find(name), indices)
  }

  #find(name: string): WeightRef {
    const ref = this.#weights.get(name)
    if (ref === undefined)
      throw new CheckpointError(`The tensor ${name} is missing, so this file is not a whole model.`)
    return ref
  }
}
