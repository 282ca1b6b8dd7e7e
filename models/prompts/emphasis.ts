/** How a prompt is read: as plain text up to CLIP's limit, or with A1111's brackets and in as many chunks as it takes. */
export const EMPHASES = ['none', 'a1111'] as const
export type Emphasis = (typeof EMPHASES)[number]

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * Multiplies the text encoder's states by their tokens' weights and then scales all of them so that their mean is what it
 * was before.
 * Source: the behaviour of A1111's modules/sd_emphasis.py `EmphasisOriginal`.
 * @param hidden [tokens, width], one chunk
 * @param weights one per token
 */
export function applyEmphasis(hidden: Float32Array, weights: Float32Array): Float32Array {
  const width = hidden.length / weights.length
  const weighted = hidden.map((value, index) => value * (weights[Math.floor(index / width)] as number))
  const factor = Math.fround(mean(hidden) / mean(weighted))
  // Weights of zero for all there is, or states without a mean to go by: nothing to restore.
  return Number.isFinite(factor) ? weighted.map((value) => value * factor) : weighted
}
