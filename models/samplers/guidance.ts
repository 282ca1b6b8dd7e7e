/** Classifier-free guidance acts above this scale; at or below it, the prompt alone is run. */
export const GUIDANCE_OFF = 1

/** Whether a guidance scale needs the unconditional prediction, and with it the negative prompt. */
export function isGuided(guidance: number): boolean {
  return guidance > GUIDANCE_OFF
}

/**
 * unconditional + guidance · (conditional − unconditional), in float32 (arXiv 2207.12598).
 * Both predictions have the same length.
 */
export function applyGuidance(unconditional: Float32Array, conditional: Float32Array, guidance: number): Float32Array {
  const factor = Math.fround(guidance)
  return unconditional.map((base, index) => {
    const difference = Math.fround((conditional[index] as number) - base)
    return base + Math.fround(factor * difference)
  })
}
