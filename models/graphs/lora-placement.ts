import type { Weights } from '../checkpoints/weights.ts'
import { elementCount } from './graph.ts'

/**
 * Where LoRAs act. Folded: into the weights, once, when the session is made; steps then cost nothing more. Beside: as a
 * narrow branch beside each layer, in every step.
 */
export type LoraPlacement = 'folded' | 'beside'

const FLOAT_BYTES = 4
/**
 * While a session is made, folding keeps the weights twice as float32. SD 1.5's UNet (3.4 GB) then takes 9 GB, which
 * buys quicker steps; SDXL's (10.3 GB) would take 23 GB, more than most computers have, and takes 12 GB this way.
 */
const LARGEST_FOLDED_BYTES = 6e9

/** Decides by the network alone, not by the computer, so that results do not depend on its memory. */
export function placeLoras(weights: Weights): LoraPlacement {
  const elements = [...weights.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0)
  return elements * FLOAT_BYTES > LARGEST_FOLDED_BYTES ? 'beside' : 'folded'
}
