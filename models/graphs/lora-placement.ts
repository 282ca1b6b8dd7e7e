import type { Weights } from '../checkpoints/weights.ts'
import { elementCount } from './graph.ts'
import { isPlainLora, type AppliedLora } from './lora-nodes.ts'

/**
 * Where LoRAs act. Folded: into the weights, once, when the session is made; steps then cost nothing more. Beside: as a
 * narrow branch beside each layer, in every step.
 */
export type LoraPlacement = 'folded' | 'beside'

const FLOAT_BYTES = 4
/**
 * While a session is made, folding keeps the weights twice as float32: 9 GB for SD 1.5's UNet and 23 GB for SDXL's,
 * where 6 and 12 do without, in less than half the time. Branches cost a step about a tenth. A small network's folding
 * costs nothing to speak of.
 */
const LARGEST_FOLDED_BYTES = 2e9

/** Decides by the network alone, not by the computer, so that results do not depend on its memory. */
export function placeLoras(weights: Weights): LoraPlacement {
  const elements = [...weights.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0)
  return elements * FLOAT_BYTES > LARGEST_FOLDED_BYTES ? 'beside' : 'folded'
}

/**
 * Whether a network's LoRAs can change their strengths without another session: all stand beside the layers, so that a
 * strength is a number that the graph is given. Where one of another kind (LoHa, LoKr, DoRA, a whole difference) has to
 * be folded in, strengths are constants.
 */
export function areAdjustable(weights: Weights, loras: readonly AppliedLora[]): boolean {
  if (loras.length === 0 || placeLoras(weights) === 'folded') return false
  return loras.every(({ deltas }) => [...deltas.values()].every(isPlainLora))
}
