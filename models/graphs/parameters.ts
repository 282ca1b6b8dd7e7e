import { CheckpointError } from '../checkpoints/checkpoint-error.ts'
import type { LoraDelta } from '../checkpoints/lora/lora-delta.ts'
import type { WeightRef, Weights } from '../checkpoints/weights.ts'
import { sentence } from '../sentences/catalogue.ts'
import { elementCount, type Graph, type Value } from './graph.ts'
import { applyLoraDelta, isPlainLora, matrixShape, type AppliedLora, type PlainLora } from './lora-nodes.ts'
import type { LoraPlacement } from './lora-placement.ts'
import { reshape, transpose } from './operators.ts'

interface Change {
  readonly delta: LoraDelta
  readonly strength: number
  readonly input: Value | null
}

/** Name of the graph input [1] that holds a LoRA's strength, by its place among the network's LoRAs. */
export function strengthInput(index: number): string {
  return `lora_strength_${index}`
}

/** A LoRA that a layer adds to its result: `factor` times, and if it is given `strength` times, up(down(input)). */
export interface LoraBranch {
  readonly lora: PlainLora
  readonly factor: number
  /** A graph input [1]; null where the factor holds the strength. */
  readonly strength: Value | null
}

/** A layer's weight, and what the layer has to add. */
export interface LayerWeight {
  readonly weight: Value
  readonly branches: readonly LoraBranch[]
}

function asBranches(changes: readonly Change[]): LoraBranch[] | null {
  const branches = changes.flatMap(({ delta, strength, input }) =>
    isPlainLora(delta) ? [{ lora: delta, factor: delta.scale * (input === null ? strength : 1), strength: input }] : [],
  )
  return branches.length === changes.length ? branches : null
}

/** Hands out a network's parameters as graph values: stored weights, with all LoRAs added. */
export class Parameters {
  readonly graph: Graph
  readonly #weights: Weights
  readonly #loras: readonly AppliedLora[]
  readonly #placement: LoraPlacement
  readonly #inputs: readonly Value[]

  /** Where LoRAs are `adjustable` (see lora-placement.ts) the graph gets an input for the strength of each. */
  constructor(
    graph: Graph,
    weights: Weights,
    loras: readonly AppliedLora[],
    placement: LoraPlacement | 'adjustable' = 'folded',
  ) {
    this.graph = graph
    this.#weights = weights
    this.#loras = loras
    this.#placement = placement === 'folded' ? 'folded' : 'beside'
    this.#inputs = placement === 'adjustable' ? loras.map((_, index) => graph.input(strengthInput(index), [1])) : []
  }

  has(name: string): boolean {
    return this.#weights.has(name)
  }

  /**
   * The parameter `name` as a float32 value of `shape`.
   * @throws CheckpointError where the checkpoint lacks it or holds another number of elements.
   */
  get(name: string, shape: readonly number[]): Value {
    return this.#changed(name, shape, this.#changesOf(name))
  }

  /**
   * The weight `name` of a layer. Where LoRAs are placed beside weights it comes without them, if all of its changes are
   * plain products; others are folded in.
   * @throws as get()
   */
  layerWeight(name: string, shape: readonly number[]): LayerWeight {
    const changes = this.#changesOf(name)
    const branches = this.#placement === 'beside' ? asBranches(changes) : null
    if (branches === null) return { weight: this.#changed(name, shape, changes), branches: [] }
    return { weight: this.#changed(name, shape, []), branches }
  }

  /** Rows of the table `name`, picked by int32 `indices`. */
  rows(name: string, indices: Value): Value {
    return this.graph.storedRows(this.#find(name), indices)
  }

  #changed(name: string, shape: readonly number[], changes: readonly Change[]): Value {
    const ref = this.#find(name)
    if (elementCount(ref.shape) !== elementCount(shape)) {
      throw new CheckpointError(
        sentence('network.tensor-shape', {
          tensor: name,
          shape: ref.shape.join(', '),
          needed: shape.join(', '),
        }),
      )
    }
    // A matrix from the start where every change is one: reshaping a constant copies it while the session is made.
    const allPlain = changes.length > 0 && changes.every(({ delta }) => isPlainLora(delta))
    const storedShape = allPlain ? matrixShape(shape) : shape
    let value = ref.transposed
      ? transpose(this.graph, this.graph.stored(ref), [1, 0])
      : this.graph.stored(ref, storedShape)
    for (const { delta, strength } of changes) {
      value = this.graph.within(`lora/${name}`, () => applyLoraDelta(this.graph, value, delta, strength))
    }
    return reshape(this.graph, value, shape)
  }

  #changesOf(name: string): Change[] {
    return this.#loras.flatMap(({ deltas, strength }, index) => {
      const [delta, input = null] = [deltas.get(name), this.#inputs[index]]
      return delta === undefined || (strength === 0 && input === null) ? [] : [{ delta, strength, input }]
    })
  }

  #find(name: string): WeightRef {
    const ref = this.#weights.get(name)
    if (ref === undefined) throw new CheckpointError(sentence('network.not-whole', { tensor: name }))
    return ref
  }
}
